// The command line: one program, a word for each thing it does.

#include <CLI/CLI.hpp>

#include <iostream>

#include "app/proof.h"

namespace {

using namespace samkjop;

struct Options {
    app::Place place;
    bool json = false;
    std::string file;
};

void add_place(CLI::App& command, app::Place& place) {
    command.add_option("--data", place.data, "the data folder")->capture_default_str();
    command.add_option("--database", place.database, "postgresql://… instead of SQLite in the data folder");
}

// Every command sets the exit status; what it throws is an error in words and status 2.
void add_proof_commands(CLI::App& program, Options& options, int& status) {
    auto* ledger = program.add_subcommand("ledger", "the commitment ledger")->require_subcommand(1);
    auto* ledger_verify = ledger->add_subcommand("verify", "prove every balance from its postings");
    add_place(*ledger_verify, options.place);
    ledger_verify->add_flag("--json", options.json, "answer as JSON");
    ledger_verify->callback([&] { status = app::verify_ledger(options.place, options.json); });

    auto* trail = program.add_subcommand("trail", "the audit trail")->require_subcommand(1);
    auto* trail_verify = trail->add_subcommand("verify", "find a changed, removed or cut-off line");
    add_place(*trail_verify, options.place);
    trail_verify->add_flag("--json", options.json, "answer as JSON");
    trail_verify->add_option("--heads", options.file, "heads that were kept outside, one a line");
    trail_verify->callback([&] { status = app::verify_trail(options.place, options.file, options.json); });
    auto* publish = trail->add_subcommand("publish", "sign the head and add it to a file (or - to print it)");
    add_place(*publish, options.place);
    publish->add_option("file", options.file)->required();
    publish->callback([&] { status = app::publish_trail(options.place, options.file); });

    auto* backup = program.add_subcommand("backup", "copy the database to one file while it is in use");
    add_place(*backup, options.place);
    backup->add_option("file", options.file)->required();
    backup->callback([&] { status = app::backup(options.place, options.file); });
    auto* restore = program.add_subcommand("restore", "put a backup in the database's place");
    add_place(*restore, options.place);
    restore->add_option("file", options.file)->required();
    restore->callback([&] { status = app::restore(options.place, options.file); });
}

}  // namespace

int main(int argc, char** argv) {
    int status = 0;
    try {
        CLI::App program("Samkjøp: from need to approved invoice, for municipalities that buy together");
        program.require_subcommand(1);
        Options options;
        add_proof_commands(program, options, status);
        try {
            program.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            return program.exit(error) == 0 ? 0 : 2;
        }
    } catch (const std::exception& error) {
        std::cerr << "samkjop: " << error.what() << "\n";
        return 2;
    }
    return status;
}
