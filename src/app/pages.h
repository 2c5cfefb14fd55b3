#pragma once
#include <string>
#include <vector>

#include "html/components.h"

namespace samkjop::app {

struct StartBudget {
    std::string label;  // «110 Medisinsk forbruksmateriell»
    std::string path;
    html::BudgetBar bar;
};
struct StartAction {
    std::string path;
    const Text* title = nullptr;
    const Text* says = nullptr;
};
struct StartPage {
    std::string heading;  // «Seks saker venter, Torbjørn»
    bool may_search = false;
    std::vector<html::WaitRow> oldest;
    int waiting = 0;
    std::string unit;
    std::vector<StartBudget> budgets;
    std::vector<StartAction> actions;
};
void start_hero(html::Out& o, const StartPage& view);
void start_page(html::Out& o, const StartPage& view);

struct WordsPage {  // a page of plain text
    const Text* title = nullptr;
    std::vector<std::pair<const Text*, std::vector<const Text*>>> sections;
};
void words_page(html::Out& o, const WordsPage& view);

}  // namespace samkjop::app
