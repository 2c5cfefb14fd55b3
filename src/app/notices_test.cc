// What leaves by e-mail to our own people, from the task to the mail server.
#include "app/notices.h"

#include "agreement/agreement.h"
#include "gateway/mail.h"
#include "gateway/testing.h"
#include "gateway/testing_mail.h"

using namespace samkjop;
using namespace samkjop::gateway;
using namespace samkjop::gateway::testing;

namespace {

// The hooks are the program's own: each test puts them back.
struct Hooked {
    agreement::MailDoor mail = agreement::mail;
    worklist::Opened opened = worklist::opened;
    Hooked() { app::register_notices(); }
    ~Hooked() {
        agreement::mail = mail;
        worklist::opened = opened;
    }
};

void give_address(const World& world, std::string address) {
    world.database.write([&](db::Tx& tx) {
        tx->run("UPDATE person SET email = $1 WHERE id = $2", address, world.ingrid);
        tx.commit();
    });
}

void open_task(const World& world, std::string_view kind, std::int64_t subject) {
    world.database.write([&](db::Tx& tx) {
        worklist::open(tx,
                       {.kind = kind,
                        .subject = subject,
                        .municipality = world.nes,
                        .unit = {},
                        .title = "Hansker til Elvetun",
                        .context = "Torbjørn Liodden spør: Trenger dere så mange?",
                        .path = "/rekvisisjoner/7",
                        .amount = {},
                        .due = {}},
                       std::span(&world.ingrid, 1), kNow);
        tx.commit();
    });
}

}  // namespace

TEST_CASE("notices: what came back to somebody leaves by e-mail, and only that") {
    in_world([](World& world) {
        const Hooked hooked;
        const Folder folder;
        Pump pump(world.database, folder.at.string());
        Settings settings;
        settings.site = "https://innkjop.nes.example";
        settings.mail.from = "samkjop@nes.example";
        MailServer busy("451 prøv igjen\r\n");
        settings.mail.url = "smtp://127.0.0.1:" + std::to_string(busy.port);
        {
            const With with(settings);
            open_task(world, "answer_question", 1);  // no address: nothing is written
            CHECK(world.count("channel = 'mail'") == 0);
            give_address(world, "ingrid@nes.example");
            open_task(world, "approve_requisition", 2);  // it stands in her list
            CHECK(world.count("channel = 'mail'") == 0);
            open_task(world, "answer_question", 3);
            REQUIRE(world.count("channel = 'mail' AND subject_kind = 'notice'") == 1);
            CHECK(pump.poll_mail_out(kNow) == 1);
            CHECK(world.count("channel = 'mail' AND state = 7 AND attempts = 1") == 1);
            CHECK(pump.poll_mail_out(kNow) == 0);  // not before its pause is over
        }
        MailServer server("250 tatt imot\r\n");
        settings.mail.url = "smtp://127.0.0.1:" + std::to_string(server.port);
        const With with(settings);
        CHECK(pump.poll_mail_out(Instant(kNow.milliseconds() + 61'000)) == 1);
        CHECK(world.count("channel = 'mail' AND state = 5") == 1);
        CHECK(server.heard.contains("RCPT TO:<ingrid@nes.example>"));
        CHECK(server.heard.contains("https://innkjop.nes.example/rekvisisjoner/7"));
    });
}

TEST_CASE("notices: a reminder of an agreement is written in its reader's language") {
    in_world([](World& world) {
        const Hooked hooked;
        Settings settings;
        settings.mail = {.url = {},
                         .user = {},
                         .password = {},
                         .from = "samkjop@nes.example",
                         .spool = "/nowhere"};
        const With with(settings);
        world.database.write([&](db::Tx& tx) {
            agreement::mail(tx, kNow,
                            {"Kjersti Ødegård", "kjersti@nes.example", "Opsjon 1. mars: Hanskar",
                             "Hanskar (NES-1)", world.nes, Language::nn, "/avtaler/1"});
            tx.commit();
        });
        const std::string message = world.database.reading([&](db::Session& session) {
            return bytes_of(
                session,
                DocumentId{
                    session.value<std::int64_t>("SELECT MAX(id) FROM gateway_document").value()});
        });
        CHECK(message.contains("Sj=C3=A5 saka i Samkj=C3=B8p:"));
        CHECK(message.contains("/avtaler/1"));
    });
}
