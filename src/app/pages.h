#pragma once
#include <string>
#include <vector>

#include "html/components.h"
#include "http/exchange.h"

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

struct CooperationRow {
    std::string path, title, says, day;
};
struct CooperationPart {
    const Text* title = nullptr;
    const Text* nothing = nullptr;  // said where there are no rows
    const Text* all = nullptr;      // the link to the whole list
    std::string path;
    std::vector<CooperationRow> rows;
};
struct CooperationPage {  // what the coordinator should do next
    std::string heading;
    std::vector<CooperationPart> parts;
    std::vector<StartAction> actions;
};
void cooperation_page(html::Out& o, const CooperationPage& view);

struct WordsPage {  // a page of plain text
    const Text* title = nullptr;
    std::vector<std::pair<const Text*, std::vector<const Text*>>> sections;
};
void words_page(html::Out& o, const WordsPage& view);
http::Response show_cooperation(http::Exchange& exchange);

}  // namespace samkjop::app
