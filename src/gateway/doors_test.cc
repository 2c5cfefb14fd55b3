// The other doors: packed files, e-mail in and out, the access point over HTTP, and what is said
// back to a sender. One bad document never stops the rest.
#include <zip.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "answer/answer.h"
#include "document/document.h"
#include "gateway/api.h"
#include "gateway/mail.h"
#include "gateway/testing.h"
#include "gateway/testing_mail.h"
#include "gateway/unpack.h"

using namespace samkjop;
using namespace samkjop::gateway;
using namespace samkjop::gateway::testing;

namespace {

std::string zipped(const std::vector<std::pair<std::string, std::string>>& files) {
    const fs::path path = fs::temp_directory_path() / ("gateway-" + random_token(8) + ".zip");
    int error = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE, &error);
    REQUIRE(archive != nullptr);
    for (const auto& [name, bytes] : files) {
        zip_file_add(archive, name.c_str(),
                     zip_source_buffer(archive, bytes.data(), bytes.size(), 0), ZIP_FL_ENC_UTF_8);
    }
    REQUIRE(zip_close(archive) == 0);
    std::ifstream in(path, std::ios::binary);
    std::string out((std::istreambuf_iterator<char>(in)), {});
    fs::remove(path);
    return out;
}

std::vector<Document> documents(const World& world, std::string_view where) {
    std::vector<Document> out;
    world.database.read([&](db::Session& session) {
        const auto ids = session.list(
            "SELECT id FROM gateway_document WHERE " + std::string(where) + " ORDER BY id",
            [](const db::Row& row) { return row.get<DocumentId>(0); });
        for (const DocumentId id : ids) out.push_back(*store::load(session, id));
    });
    return out;
}

std::string bytes_in(const World& world, DocumentId id) {
    return world.database.reading([&](db::Session& session) { return bytes_of(session, id); });
}

Letter letter(const World& world) {
    Letter out;
    out.municipality = world.nes;
    out.to = "ordre@snekker.example";
    out.to_name = "Snekker Østby AS";
    out.from_name = "Nes kommune";
    out.reply_to = "marit@nes.example";
    out.subject = "Bestilling NES-2026-000007 – hyller";
    out.text = "Hei!\n\nVi bestiller 3 hyller på «Elvetun».\n";
    out.enclosures = {{"Bestilling NES-2026-000007 på hyller.html", "text/html", "<p>hyller</p>"}};
    out.number = "NES-2026-000007";
    out.subject_kind = "order";
    out.subject_id = 7;
    out.label = "Bestilling NES-2026-000007";
    out.path = "/bestillinger/7";
    return out;
}

}  // namespace

TEST_CASE("gateway: packed files are opened, and what would swell is stopped") {
    std::string much(8 << 20, 'a');
    struct Row {
        const char* what;
        std::string bytes;
        const char* gets;
    };
    const Row rows[] = {
        {"one in gzip", gzipped("<a/>"), "f.xml=4"},
        {"two in zip", zipped({{"mappe/en.xml", "<a/>"}, {"to.xml", "<bb/>"}}),
         "en.xml=4 to.xml=5"},
        {"names with letters", zipped({{"grønn.xml", "<a/>"}}), "grønn.xml=4"},
        {"a bomb in gzip", gzipped(much), "gateway.packed_bomb"},
        {"a bomb in zip", zipped({{"a.xml", much}}), "gateway.packed_bomb"},
        {"gzip in gzip", gzipped(gzipped("<a/>")), "gateway.packed_bomb"},
        {"zip in zip", zipped({{"i.zip", zipped({{"a.xml", "<a/>"}})}}), "gateway.packed_bomb"},
        {"cut off", gzipped("<a/>").substr(0, 12), "gateway.packed_broken"},
        {"not really zip", std::string("PK\x03\x04", 4) + "no", "gateway.packed_broken"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        REQUIRE(is_packed(row.bytes));
        const auto members = unpack(row.bytes, "f.xml.gz");
        std::string gets;
        if (!members) {
            gets = members.error().name();
        } else {
            for (const Member& each : *members)
                gets +=
                    (gets.empty() ? "" : " ") + each.name + "=" + std::to_string(each.bytes.size());
        }
        CHECK(gets == row.gets);
    }
    std::vector<std::pair<std::string, std::string>> many;
    for (int i = 0; i < 1001; ++i) many.emplace_back(std::to_string(i) + ".xml", "<a/>");
    CHECK(unpack(zipped(many), "x.zip").error().name() == "gateway.packed_bomb");
    CHECK(!is_packed("<a/>"));
}

TEST_CASE("gateway: a packed batch is taken one by one; a bomb is kept whole, with its reason") {
    in_world([](World& world) {
        const std::string batch = zipped({{"1.xml", ubl::write(response(world, "Z-1"))},
                                          {"2.xml", "<broken"},
                                          {"3.xml", ubl::write(response(world, "Z-3"))}});
        const auto outcomes = receive_all(world.database, {batch, "folder", "tre.zip", kNow});
        REQUIRE(outcomes.size() == 3);
        CHECK(outcomes[0].state == State::filed);
        CHECK(reason(outcomes[1]) == "ubl.not_xml");
        CHECK(outcomes[2].state == State::filed);
        const std::string bomb = gzipped(std::string(8 << 20, ' '));
        const auto stopped = receive_all(world.database, {bomb, "folder", "stor.xml.gz", kNow});
        REQUIRE(stopped.size() == 1);
        CHECK(reason(stopped[0]) == "gateway.packed_bomb");
        CHECK(bytes_in(world, stopped[0].id) == bomb);
    });
}

TEST_CASE("gateway: a municipality's own limit on size") {
    in_world([](World& world) {
        world.database.write([&](db::Tx& tx) {
            party::Settings settings = party::municipality(tx, world.gol)->settings;
            settings.upload_limit_bytes = 1 << 20;
            REQUIRE(party::save_settings(tx, Actor::system(), kNow, world.gol, settings));
            tx.commit();
        });
        ubl::OrderResponse large = response(world, "L-1");
        large.note.assign(2u << 20, 'x');
        CHECK(world.take(ubl::write(large)).state == State::filed);
        large.number = "L-2";
        large.buyer.endpoint.value = world.gol_number;
        const Outcome stopped = world.take(ubl::write(large));
        CHECK(reason(stopped) == "gateway.too_large");
        CHECK(stopped.municipality == world.gol);
        CHECK(stopped.reason->in(Language::nb).contains("grensen er 1 MB"));
    });
}

TEST_CASE("gateway mail: file names and encodings as mail programs write them") {
    struct Row {
        const char* what;
        std::string part, name, bytes;
    };
    const Row rows[] = {
        {"base64",
         "Content-Type: application/xml; name=\"a.xml\"\r\nContent-Transfer-Encoding: "
         "base64\r\n\r\nPGEvPg==\r\n",
         "a.xml", "<a/>"},
        {"quoted-printable",
         "Content-Type: text/xml\r\nContent-Disposition: attachment; "
         "filename=b.xml\r\nContent-Transfer-Encoding: "
         "quoted-printable\r\n\r\n<a b=3D\"=C3=A6\"/>\r\n",
         "b.xml", "<a b=\"æ\"/>"},
        {"RFC 2047 in the name",
         "Content-Type: application/octet-stream; "
         "name=\"=?utf-8?B?ZsO4cmpl?=.xml\"\r\nContent-Transfer-Encoding: "
         "base64\r\n\r\nPGEvPg==\r\n",
         "førje.xml", "<a/>"},
        {"RFC 2231 in pieces",
         "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; "
         "filename*0*=utf-8''faktura%20; filename*1*=%C3%A5r.XML\r\nContent-Transfer-Encoding: "
         "base64\r\n\r\nPGEvPg==\r\n",
         "faktura år.XML", "<a/>"},
        {"no name, but XML", "Content-Type: application/xml\r\n\r\n<a/>\r\n", "dokument.xml",
         "<a/>"},
        {"a picture", "Content-Type: image/png; name=\"a.png\"\r\n\r\n<a/>\r\n", "", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const std::string message =
            "From: =?utf-8?Q?Snekker_=C3=98stby?= <post@snekker.example>\r\nSubject: "
            "=?utf-8?B?RmFrdHVyYSDDpQ==?=\r\nMIME-Version: 1.0\r\nContent-Type: "
            "multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: "
            "text/plain\r\n\r\nHei\r\n--x\r\n" +
            row.part + "--x--\r\n";
        const Message read = read_message(message);
        CHECK(read.from == "post@snekker.example");
        CHECK(read.subject == "Faktura å");
        REQUIRE(read.documents.size() == (row.name.empty() ? 0u : 1u));
        if (row.name.empty()) continue;
        CHECK(read.documents[0].name == row.name);
        CHECK(read.documents[0].bytes == row.bytes);
    }
    for (const std::string_view text :
         {"", "x", "From: a\n\n", "Content-Type: multipart/mixed\n\n--"})
        CHECK(read_message(text).documents.empty());
}

TEST_CASE("gateway mail: what is composed can be read, with Norwegian letters") {
    in_world([](World& world) {
        const std::string bytes =
            compose(letter(world), "bestilling@nes.example", "id-1@nes.example", kNow);
        CHECK(bytes.contains("\r\n"));
        CHECK(!bytes.contains("\xC3"));  // seven bits, whatever the letters
        const Message read = read_message(bytes);
        CHECK(read.from == "bestilling@nes.example");
        CHECK(read.subject == "Bestilling NES-2026-000007 – hyller");
        CHECK(read.identifier == "id-1@nes.example");
    });
    for (const auto& [address, good] :
         std::initializer_list<std::pair<const char*, bool>>{{"ordre@firma.example", true},
                                                             {"a.b+c@x.no", true},
                                                             {"", false},
                                                             {"x", false},
                                                             {"@x.no", false},
                                                             {"a@", false},
                                                             {"a@x", false},
                                                             {"a@b@c.no", false},
                                                             {"a b@c.no", false},
                                                             {"a@c.no\r\nBcc: alle@x.no", false},
                                                             {"<a@c.no>", false}}) {
        CAPTURE(address);
        CHECK(is_mail_address(address) == good);
    }
}

TEST_CASE("gateway mail: a maildir is read; each document in a message by itself") {
    in_world([](World& world) {
        const Folder folder;
        Pump pump(world.database, folder.at.string());
        const auto part = [&](std::string_view name, const std::string& bytes) {
            return "--x\r\nContent-Type: application/xml; name=\"" + std::string(name) +
                   "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + ubl::base64(bytes) + "\r\n";
        };
        const std::string head =
            "From: post@x.example\r\nSubject: To fakturaer\r\nMIME-Version: "
            "1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n";
        std::ofstream(folder.at / "e-post/new/1", std::ios::binary)
            << head << part("a.xml", ubl::write(response(world, "M-1"))) << part("b.xml", "<broken")
            << part("c.xml", ubl::write(response(world, "M-2"))) << "--x--\r\n";
        std::ofstream(folder.at / "e-post/new/2", std::ios::binary)
            << "From: post@x.example\r\nSubject: Hei\r\n\r\nBare tekst\r\n";
        std::ofstream(folder.at / "e-post/tmp/3", std::ios::binary) << head;  // half written
        CHECK(pump.poll_mail_in(kNow) == 2);
        CHECK(folder.files("e-post/new") == 0);
        CHECK(folder.files("e-post/cur") == 2);
        CHECK(folder.files("e-post/tmp") == 1);
        CHECK(documents(world, "channel = 'mail' AND state = 0").size() == 2);
        const auto aside = documents(world, "channel = 'mail' AND state = 1");
        REQUIRE(aside.size() == 2);
        CHECK(aside[0].reason_name == "ubl.not_xml");
        CHECK(aside[1].reason_name == "gateway.mail_without_document");
        CHECK(aside[1].counterpart == "post@x.example");
        CHECK(bytes_in(world, aside[1].id).ends_with("Bare tekst\r\n"));
    });
}

TEST_CASE("gateway mail: an order by e-mail is sent, or tried again and given to a person") {
    in_world([](World& world) {
        const Folder folder;
        Pump pump(world.database, folder.at.string());
        Settings settings;
        settings.mail.from = "bestilling@nes.example";
        CHECK(!can_mail("a@b.no"));
        const auto put = [&] {
            return world.database.writing([&](db::Tx& tx) {
                const DocumentId id = enqueue(tx, letter(world), kNow);
                tx.commit();
                return id;
            });
        };
        const auto state = [&](DocumentId id) {
            return world.database.reading(
                [&](db::Session& session) { return store::load(session, id)->state; });
        };
        {
            MailServer server("250 tatt imot\r\n");
            settings.mail.url = "smtp://127.0.0.1:" + std::to_string(server.port);
            const With with(settings);
            CHECK(can_mail("a@b.no"));
            CHECK(!can_mail(""));
            const DocumentId id = put();
            CHECK(pump.poll_outbox(kNow) == 0);  // not the access point's affair
            CHECK(pump.poll_mail_out(kNow) == 1);
            CHECK(state(id) == State::sent);
            CHECK(server.heard.contains("RCPT TO:<ordre@snekker.example>"));
            CHECK(server.heard.contains("Reply-To: "));
        }
        MailServer refusing("550 vil ikke\r\n");
        settings.mail.url = "smtp://127.0.0.1:" + std::to_string(refusing.port);
        const With with(settings);
        const DocumentId id = put();
        CHECK(pump.poll_mail_out(kNow) == 1);
        CHECK(state(id) == State::failed);
        std::int64_t minute = 0;
        for (int attempt = 2; attempt <= kMostAttempts; ++attempt) {
            minute += 1500;
            CHECK(pump.poll_mail_out(Instant(kNow.milliseconds() + minute * 60'000)) == 1);
        }
        CHECK(state(id) == State::given_up);
        world.database.read([&](db::Session& session) {
            const Actor ingrid = party::actor(session, world.ingrid, kNow.oslo_date()).value();
            CHECK(worklist::of(session, ingrid, kNow.oslo_date()).size() == 1);
        });
    });
}

TEST_CASE("gateway mail: without a mail server messages are laid in a maildir") {
    in_world([](World& world) {
        const Folder folder;
        Pump pump(world.database, folder.at.string());
        Settings settings;
        settings.mail.from = "bestilling@nes.example";
        settings.mail.spool = (folder.at / "ut").string();
        const With with(settings);
        world.database.write([&](db::Tx& tx) {
            enqueue(tx, letter(world), kNow);
            tx.commit();
        });
        CHECK(pump.poll_mail_out(kNow) == 1);
        REQUIRE(folder.files("ut/new") == 1);
        CHECK(folder.files("ut/tmp") == 0);
    });
}

TEST_CASE("gateway: our own document that breaks the rules does not leave") {
    in_world([](World& world) {
        const Folder folder;
        Pump pump(world.database, folder.at.string());
        ubl::OrderResponse wrong = response(world, "W-1");
        wrong.seller.endpoint.value = "123";
        world.database.write([&](db::Tx& tx) {
            enqueue(tx,
                    Outgoing{.municipality = world.nes,
                             .type = ubl::DocumentType::order_response,
                             .sender = "0192:" + world.nes_number,
                             .receiver = "0192:" + world.seller_number,
                             .number = "W-1",
                             .counterpart = "Fjellro",
                             .subject_kind = "order",
                             .subject = 1,
                             .label = "Ordresvar W-1",
                             .path = "/bestillinger/1",
                             .bytes = ubl::write(wrong)},
                    kNow);
            tx.commit();
        });
        CHECK(pump.poll_outbox(kNow) == 0);
        const auto held = documents(world, "direction = 1");
        REQUIRE(held.size() == 1);
        CHECK(held[0].state == State::given_up);
        CHECK(held[0].reason_name == "gateway.own_rules_broken");
        CHECK(held[0].findings.contains("PEPPOL-COMMON-R041"));
    });
}

TEST_CASE("gateway: the sender is told what became of its document, as it wants to be told") {
    in_world([](World& world) {
        Settings settings;
        settings.provider = "0242:123456";
        const With with(settings);
        register_acknowledgements();
        const auto envelope = [&](std::string instance, std::string mls_to, std::string type = {}) {
            ubl::Envelope out;
            out.sender = "0192:" + world.seller_number;
            out.receiver = "0192:" + world.nes_number;
            out.instance = std::move(instance);
            out.country = "NO";
            out.created = "2026-11-18T10:00:00Z";
            out.mls_to = std::move(mls_to);
            out.mls_type = std::move(type);
            return out;
        };
        ubl::OrderResponse broken = response(world, "B-1");
        broken.seller.endpoint.value = "123";
        const auto last = [&] { return documents(world, "direction = 1"); };
        // Nobody has asked.
        world.take(ubl::wrap(envelope("e-0", ""), ubl::write(broken)));
        CHECK(last().empty());
        // MLS: rejected, with a line per finding; accepted; and only failures where only they
        // count.
        world.take(ubl::wrap(envelope("e-1", "0242:234567"), ubl::write(broken)));
        world.take(ubl::wrap(envelope("e-2", "0242:234567"), ubl::write(response(world, "B-2"))));
        world.take(ubl::wrap(envelope("e-3", "0242:234567", "FAILURE_ONLY"),
                             ubl::write(response(world, "B-3"))));
        REQUIRE(last().size() == 2);
        for (const Document& one : last()) {
            CHECK(one.type == ubl::DocumentType::mls);
            CHECK(one.state == State::queued);  // it held under our own rules
            CHECK(one.receiver == "0242:234567");
        }
        const std::string rejected = bytes_in(world, last()[0].id);
        CHECK(rejected.contains("<cbc:ResponseCode>RE</cbc:ResponseCode>"));
        CHECK(rejected.contains("<cbc:ID>e-1</cbc:ID>"));
        CHECK(rejected.contains("PEPPOL-COMMON-R041"));
        CHECK(rejected.contains("<cbc:StatusReasonCode>BV</cbc:StatusReasonCode>"));
        CHECK(bytes_in(world, last()[1].id).contains("<cbc:ResponseCode>AP</cbc:ResponseCode>"));
        // The same transmission again is not answered again.
        world.take(ubl::wrap(envelope("e-2", "0242:234567"), ubl::write(response(world, "B-2"))));
        CHECK(last().size() == 2);
        // MLR to who is registered for it.
        world.database.write([&](db::Tx& tx) {
            store::save_peer(tx, {"0192:" + world.seller_number, "Fjellro", true, true}, kNow);
            tx.commit();
        });
        ubl::OrderResponse other = broken;
        other.number = "B-4";
        world.take(ubl::wrap(envelope("e-4", ""), ubl::write(other)));
        REQUIRE(last().size() == 3);
        CHECK(last()[2].type == ubl::DocumentType::mlr);
        CHECK(last()[2].state == State::queued);
        CHECK(last()[2].receiver == "0192:" + world.seller_number);
    });
}

TEST_CASE("gateway: what is said of our document moves it") {
    in_world([](World& world) {
        register_acknowledgements();
        const Folder folder;
        Pump pump(world.database, folder.at.string());
        const auto put = [&](std::string number) {
            const DocumentId id = world.database.writing([&](db::Tx& tx) {
                const DocumentId made =
                    enqueue(tx,
                            Outgoing{.municipality = world.nes,
                                     .type = ubl::DocumentType::order_response,
                                     .sender = "0192:" + world.nes_number,
                                     .receiver = "0192:" + world.seller_number,
                                     .number = number,
                                     .counterpart = "Fjellro",
                                     .label = "Svar " + number,
                                     .bytes = ubl::write(response(world, number))},
                            kNow);
                tx.commit();
                return made;
            });
            pump.poll_outbox(kNow);
            return world.database.reading(
                [&](db::Session& session) { return *store::load(session, id); });
        };
        const auto answered = [&](const Document& about, std::string code, std::string number) {
            answer::Answer made;
            made.type = ubl::DocumentType::mlr;
            made.number = std::move(number);
            made.date = Date(2026, 11, 18);
            made.time = "10:00:00Z";
            made.sender = {world.seller_number, "0192"};
            made.receiver = {world.nes_number, "0192"};
            made.code = std::move(code);
            if (made.code == "RE") {
                made.description = "Bestillingen kan ikke leses.";
                made.lines = {{"NA", "Feil i linje 2", "BV"}};
            }
            made.document = about.instance;
            return world.take(answer::write(made));
        };
        const Document first = put("A-1");
        REQUIRE(first.state == State::sent);
        CHECK(answered(first, "AP", "R-1").state == State::filed);
        CHECK(documents(world, "instance = '" + first.instance + "'")[0].state ==
              State::acknowledged);
        const Document second = put("A-2");
        CHECK(answered(second, "RE", "R-2").state == State::filed);
        const Document after = documents(world, "instance = '" + second.instance + "'")[0];
        CHECK(after.state == State::given_up);
        CHECK(after.reason_name == "gateway.receiver_rejected");
        CHECK(after.reason_in(Language::nb).contains("Feil i linje 2"));
        Document foreign = second;
        foreign.instance = "nobody";
        CHECK(reason(answered(foreign, "AP", "R-3")) == "gateway.answers_nothing");
    });
}
