// Reading the judged questions, and the figures that rankings are compared by. The best possible
// order of a question's own items is what a ranking is divided by, so that a question with one good
// item and one with forty count alike.

#include "catalogue/judged.h"

#include <cmath>
#include <fstream>
#include <sstream>

namespace samkjop::catalogue::judged {
namespace {

constexpr std::size_t kDepth = 10;

double gain(int grade, std::size_t place) {
    return (std::pow(2.0, grade) - 1) / std::log2(static_cast<double>(place) + 2);
}

}  // namespace

std::vector<Question> read(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error("cannot read " + file.string());
    std::vector<Question> out;
    std::string line;
    while (std::getline(in, line)) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream columns(line);
        std::string set, numbers;
        Question question;
        std::getline(columns, set, '\t');
        std::getline(columns, question.words, '\t');
        question.held_out = set == "held out";
        for (int grade = 3; grade >= 1 && std::getline(columns, numbers, '\t'); --grade) {
            std::istringstream each(numbers);
            std::string number;
            while (each >> number) question.grades.emplace(number, grade);
        }
        out.push_back(std::move(question));
    }
    return out;
}

double ndcg_at_10(const Question& question, const std::vector<std::string>& ranked) {
    double found = 0, best = 0;
    for (std::size_t i = 0; i < ranked.size() && i < kDepth; ++i) {
        const auto it = question.grades.find(ranked[i]);
        if (it != question.grades.end()) found += gain(it->second, i);
    }
    std::vector<int> grades;
    for (const auto& [number, grade] : question.grades) grades.push_back(grade);
    std::ranges::sort(grades, std::greater());
    for (std::size_t i = 0; i < grades.size() && i < kDepth; ++i) best += gain(grades[i], i);
    return best == 0 ? 0 : found / best;
}

bool best_in_3(const Question& question, const std::vector<std::string>& ranked) {
    for (std::size_t i = 0; i < ranked.size() && i < 3; ++i) {
        const auto it = question.grades.find(ranked[i]);
        if (it != question.grades.end() && it->second == 3) return true;
    }
    return false;
}

Figures measure(const std::vector<Question>& questions, bool held_out, const Ranking& ranking) {
    Figures out;
    for (const Question& question : questions) {
        if (question.held_out != held_out) continue;
        const auto ranked = ranking(question.words);
        ++out.questions;
        out.ndcg += ndcg_at_10(question, ranked);
        out.best_in_3 += best_in_3(question, ranked);
        out.no_answers += ranked.empty();
    }
    for (double* figure : {&out.ndcg, &out.best_in_3, &out.no_answers})
        *figure /= std::max(out.questions, 1);
    return out;
}

}  // namespace samkjop::catalogue::judged
