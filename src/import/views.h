#pragma once
// What the import page shows.
#include <string>
#include <vector>

#include "html/components.h"
#include "import/texts.h"

namespace samkjop::import {

struct KindView {
    std::string name;      // "units"
    std::string label;     // «Enheter»
    std::string headings;  // «Ansvar, Navn, (Overordnet)»; empty: not a CSV
    std::string template_path;
    bool chosen = false;
};

struct WrongView {
    std::string line, column, sentence;
};

struct ImportView {
    std::string path;  // of this page
    std::string title, lead;
    std::string most_megabytes;
    std::string taken_lead;  // after a file was taken in
    std::vector<KindView> kinds;
    std::vector<WrongView> wrong;   // rows of a refused file
    std::vector<Refusal> refusals;  // nothing chosen
};

void import_page(html::Out&, const ImportView&);

}  // namespace samkjop::import
