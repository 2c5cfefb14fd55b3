// How many documents a second the judge takes: bench_validate ROUNDS FILE…
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "peppol/peppol.h"

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    std::vector<std::string> documents;
    std::size_t bytes = 0;
    for (int i = 2; i < argc; ++i) {
        std::ifstream in(argv[i], std::ios::binary);
        documents.emplace_back(std::istreambuf_iterator<char>(in),
                               std::istreambuf_iterator<char>());
        bytes += documents.back().size();
    }
    const int rounds = std::atoi(argv[1]);
    std::size_t findings = 0;
    const auto start = std::chrono::steady_clock::now();
    for (int round = 0; round < rounds; ++round) {
        for (const std::string& each : documents) {
            findings += samkjop::peppol::judge(each).findings.size();
        }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    const double judged = static_cast<double>(documents.size()) * rounds;
    std::printf("%.0f documents a second on one core, %.1f MB/s, mean %.0f bytes, %zu findings\n",
                judged / took.count(), static_cast<double>(bytes) * rounds / took.count() / 1e6,
                static_cast<double>(bytes) / static_cast<double>(documents.size()), findings);
}
