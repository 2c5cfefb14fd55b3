#pragma once
// How good a search is: questions with the items that answer them, judged by hand before anything
// was tuned, and the figures of a ranking held against them. For tests and measurements.
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace samkjop::catalogue::judged {

struct Question {
    bool held_out = false;  // not looked at while the search is tuned
    std::string words;
    std::map<std::string, int> grades;  // by item number: 3 is meant, 2 does for most, 1 is akin
};
// testdata/search/judged.tsv
std::vector<Question> read(const std::filesystem::path& file);

struct Figures {
    int questions = 0;
    double ndcg = 0;        // mean nDCG@10, gain 2^grade − 1
    double best_in_3 = 0;   // share with an item of grade 3 among the first three
    double no_answers = 0;  // share without any item
};
// The ranking answers with item numbers, best first.
using Ranking = std::function<std::vector<std::string>(const std::string& words)>;
double ndcg_at_10(const Question&, const std::vector<std::string>& ranked);
bool best_in_3(const Question&, const std::vector<std::string>& ranked);
Figures measure(const std::vector<Question>&, bool held_out, const Ranking&);

}  // namespace samkjop::catalogue::judged
