// The command line: one program, a word for each thing it does.

#include <CLI/CLI.hpp>
#include <iostream>

#include "account/account.h"
#include "app/proof.h"
#include "app/running.h"
#include "document/document.h"
#include "import/import.h"
#include "peppol/command.h"

namespace {

using namespace samkjop;

struct Options {
    app::Place place;
    bool json = false;
    std::string file;
    std::int64_t document = 0;
    std::string folder;
    app::RunOptions run;
    account::NewUser user;
};

void add_place(CLI::App& command, app::Place& place) {
    command.add_option("--data", place.data, "the data folder")->capture_default_str();
    command.add_option("--database", place.database,
                       "postgresql://… instead of SQLite in the data folder");
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
    trail_verify->callback(
        [&] { status = app::verify_trail(options.place, options.file, options.json); });
    auto* publish =
        trail->add_subcommand("publish", "sign the head and add it to a file (or - to print it)");
    add_place(*publish, options.place);
    publish->add_option("file", options.file)->required();
    publish->callback([&] { status = app::publish_trail(options.place, options.file); });

    auto* backup =
        program.add_subcommand("backup", "copy the database to one file while it is in use");
    add_place(*backup, options.place);
    backup->add_option("file", options.file)->required();
    backup->callback([&] { status = app::backup(options.place, options.file); });
    auto* document = program.add_subcommand(
        "document", "the original bytes of a document that came or went, held against their hash");
    add_place(*document, options.place);
    document->add_option("id", options.document, "the number in its address: /dokumenter/ID")
        ->required();
    document->add_option("file", options.file, "where to; without it: printed");
    document->callback(
        [&] { status = app::export_document(options.place, options.document, options.file); });
    auto* restore = program.add_subcommand("restore", "put a backup in the database's place");
    add_place(*restore, options.place);
    restore->add_option("file", options.file)->required();
    restore->callback([&] { status = app::restore(options.place, options.file); });
}

void add_serve(CLI::App& program, Options& options, int& status) {
    auto* serve =
        program.add_subcommand("serve", "serve the pages, and carry documents in and out");
    add_place(*serve, options.place);
    serve->add_option("--port", options.run.port, "0: any free port")->capture_default_str();
    serve->add_option("--address", options.run.address, "where to listen")->capture_default_str();
    serve->add_option("--region", options.run.region, "the region's name, in the page head");
    serve->add_option("--public-host", options.run.public_hosts,
                      "a host name that shows the public site at its root, as HOST or "
                      "HOST=MUNICIPALITY; may be given several times");
    serve->add_flag("--demo", options.run.demo, "show the demonstration people and suppliers");
    serve->add_flag("--behind-proxy", options.run.behind_proxy,
                    "believe X-Forwarded-For and -Proto");
    serve->add_option("--push-token", options.run.push_token,
                      "lets an access point post documents");
    serve->add_flag("--documents-fetched", options.run.fetched,
                    "documents out are fetched over HTTP (/api/openapi.json), not laid in outbox/");
    serve->add_option("--provider", options.run.provider,
                      "our Peppol service provider number, 0242:123456: then MLS is answered");
    serve->add_option("--site", options.run.site,
                      "https://innkjop.kommune.no: how links in e-mail begin");
    serve->add_option("--smtp", options.run.smtp,
                      "smtp://host:587: sends orders and reminders by e-mail");
    serve->add_option("--smtp-user", options.run.smtp_user);
    serve->add_option("--smtp-password-file", options.run.smtp_password_file);
    serve->add_option("--mail-from", options.run.mail_from, "the sender's address of e-mail");
    serve->add_option("--mail-spool", options.run.mail_spool,
                      "a maildir for e-mail out, instead of --smtp");
    serve->callback([&] { status = app::run(options.place, options.run); });
}

void add_demo(CLI::App& program, Options& options, int& status) {
    auto* demo =
        program.add_subcommand("demo", "load the demonstration region into an empty installation");
    add_place(*demo, options.place);
    demo->add_option("--from", options.folder, "the folder with its files")->default_val("demo");
    demo->callback([&] { status = app::load_demo(options.place, options.folder); });
}

void add_user(CLI::App& program, Options& options, int& status) {
    auto* user = program.add_subcommand("user", "people who sign in")->require_subcommand(1);
    auto* add =
        user->add_subcommand("add", "register a person; the password is read from standard input");
    add_place(*add, options.place);
    add->add_option("--municipality", options.user.municipality_number, "its number: 3322")
        ->required();
    add->add_option("--unit", options.user.unit_code, "where the person works: 3210")->required();
    add->add_option("--name", options.user.name)->required();
    add->add_option("--email", options.user.email);
    add->add_option("--role", options.user.roles,
                    "requester, approver, administrator@ (whole municipality) …");
    add->add_option("user", options.user.user_name)->required();
    add->callback([&] {
        if (!std::getline(std::cin, options.user.password)) options.user.password.clear();
        const auto database = options.place.open();
        const auto made = account::add_user(*database, options.user);
        if (!made) std::cerr << made.error().in(Language::en) << "\n";
        status = made ? 0 : 1;
    });
    auto* password =
        user->add_subcommand("password", "set a person's password, read from standard input");
    add_place(*password, options.place);
    password->add_option("user", options.user.user_name)->required();
    password->callback([&] {
        std::string typed;
        std::getline(std::cin, typed);
        status = app::set_password(options.place, options.user.user_name, typed);
    });
}

// import's own grammar follows its place: samkjop import KIND FILE… [--municipality N] [--json].
int import_files(const std::vector<std::string>& arguments) {
    app::Place place;
    std::vector<std::string> rest;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const bool has_value = i + 1 < arguments.size();
        if (arguments[i] == "--data" && has_value)
            place.data = arguments[++i];
        else if (arguments[i] == "--database" && has_value)
            place.database = arguments[++i];
        else
            rest.push_back(arguments[i]);
    }
    app::wire();
    const auto database = place.open();
    return import::import_command(*database, rest, clock_now());
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    int status = 0;
    try {
        CLI::App program(
            "Samkjøp: from need to approved invoice, for municipalities that buy together");
        program.require_subcommand(1);
        Options options;
        if (!arguments.empty() && arguments[0] == "import") return import_files(arguments);
        if (!arguments.empty() && arguments[0] == "validate") {
            return peppol::validate_command(std::span(arguments).subspan(1), std::cout, std::cerr,
                                            document::as_text);
        }
        if (!arguments.empty() && arguments[0] == "rules") {
            return peppol::rules_command(std::span(arguments).subspan(1), std::cout, std::cerr);
        }
        program.add_subcommand("validate", "judge e-documents: samkjop validate --help");
        program.add_subcommand("rules", "the rules of e-documents: samkjop rules [ID]");
        program.add_subcommand(
            "import", "take in master data, budgets and price lists: samkjop import --help");
        add_serve(program, options, status);
        add_demo(program, options, status);
        add_user(program, options, status);
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
