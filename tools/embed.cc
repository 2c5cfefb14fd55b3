// Puts files into the program: embed NAME OUT FILE… writes an array kNAME of {name, bytes}.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

int main(int argc, char** argv) {
    std::filesystem::create_directories(std::filesystem::path(argv[2]).parent_path());
    std::ofstream out(argv[2]);
    out << "#include \"base/embedded.h\"\n\n";
    for (int i = 3; i < argc; ++i) {
        const std::string label = std::string("embedded_") + argv[1] + "_" + std::to_string(i);
        out << "__asm__(\".section .rodata\\n.global " << label << "\\n.global " << label
            << "_end\\n"
            << label << ":\\n.incbin \\\"" << std::filesystem::absolute(argv[i]).string()
            << "\\\"\\n"
            << label << "_end:\\n.byte 0\\n.text\\n\");\n"
            << "extern \"C\" const char " << label << "[]; extern \"C\" const char " << label
            << "_end[];\n";
    }
    out << "\nnamespace samkjop {\nstd::vector<EmbeddedFile> embedded_" << argv[1]
        << "() {\n    std::vector<EmbeddedFile> files;\n";
    for (int i = 3; i < argc; ++i) {
        const std::string label = std::string("::embedded_") + argv[1] + "_" + std::to_string(i);
        out << "    files.push_back({\"" << std::filesystem::path(argv[i]).filename().string()
            << "\", std::string_view(" << label << ", static_cast<std::size_t>(" << label
            << "_end - " << label << "))});\n";
    }
    out << "    return files;\n}\n}  // namespace samkjop\n";
}
