#pragma once
// Every page of the program, and the menu: what the dispatcher is given, and what docs/rights.md is
// made from.
#include <span>
#include <vector>

#include "http/dispatcher.h"

namespace samkjop::app {

std::vector<std::span<const http::Route>> routes();
std::vector<http::MenuRow> menu();
http::MenuRow basket();

extern const std::span<const http::Route> kRoutes;  // the program's own: start page, about, health

}  // namespace samkjop::app
