#pragma once
// A demonstration tool: a person plays the suppliers. What is sent from here is written as a real
// Peppol document into the inbox folder, and comes in by the same door as everybody else's. Off
// unless the program was started with demonstration data.

#include <string>

namespace samkjop::demo_supplier {

void open(std::string data_folder);  // once, at start
bool is_open();

}  // namespace samkjop::demo_supplier
