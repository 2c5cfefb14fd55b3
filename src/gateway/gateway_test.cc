// The door: what is broken, foreign, too large or hostile is in quarantine with a reason; the same
// document is taken once, by whatever channel it comes; one bad document does not stop the rest.
#include "gateway/testing.h"

using namespace samkjop;
using namespace samkjop::gateway;
using namespace samkjop::gateway::testing;

TEST_CASE("gateway: what cannot be taken is in quarantine with a reason in three languages") {
    in_world([](World& world) {
        ubl::OrderResponse foreign = response(world, "F-1");
        foreign.buyer.endpoint.value = valid_number(313009000);
        ubl::OrderResponse nobody = response(world, "F-2");
        nobody.buyer.endpoint = {};
        ubl::OrderResponse refused = response(world, "F-3");
        refused.order_reference = "NES-0";
        ubl::Order order;
        order.number = "O-1";
        order.issue_date = Date(2026, 11, 18);
        order.currency = "NOK";
        order.buyer = foreign.seller;
        order.seller = foreign.seller;
        order.seller.endpoint.value = world.nes_number;
        const std::string hostile =
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM "
            "\"file:///etc/passwd\">]><a>&b;</a>";
        std::string deep;
        for (int i = 0; i < 200; ++i) deep += "<a>";
        struct Row {
            std::string bytes, rule;
        };
        const Row rows[] = {
            {"", "gateway.file_empty"},
            {"<Invoice", "ubl.not_xml"},
            {hostile, "ubl.dtd"},
            {"<a xmlns=\"urn:x\"/>", "ubl.unknown_document"},
            {std::string(21u << 20, ' '), "gateway.too_large"},
            {"%PDF-1.7", "gateway.file_is_pdf"},
            {ubl::write(foreign), "gateway.receiver_unknown"},
            {ubl::write(nobody), "gateway.receiver_missing"},
            {wrapped(world, response(world, "F-4"), "i-4", "0192:" + world.gol_number),
             "gateway.receiver_differs"},
            {ubl::write(order), "gateway.type_not_taken"},
            {ubl::write(refused), "test.refused"},
        };
        for (const Row& row : rows) {
            const Outcome outcome = world.take(row.bytes);
            CAPTURE(row.rule);
            CHECK(outcome.state == State::quarantined);
            CHECK(reason(outcome) == row.rule);
            CHECK(outcome.municipality == world.nes);
            world.database.read([&](db::Session& session) {
                const auto stored = store::load(session, outcome.id);
                REQUIRE(stored);
                CHECK(stored->sha256 == sha256_hex(row.bytes));
                CHECK(stored->size == static_cast<std::int64_t>(row.bytes.size()));
                for (const std::string& sentence : stored->reason) CHECK(!sentence.empty());
                CHECK(bytes_of(session, outcome.id) == row.bytes);
                CHECK(!store::load(session, Actor{.municipality = world.gol}, outcome.id));
            });
        }
        const Actor ingrid = world.database.reading([&](db::Session& session) {
            return party::actor(session, world.ingrid, kNow.oslo_date()).value();
        });
        world.database.read([&](db::Session& session) {
            CHECK(worklist::of(session, ingrid, kNow.oslo_date()).size() == std::size(rows));
        });
    });
}

TEST_CASE("gateway: the same document is taken once, whatever the channel") {
    in_world([](World& world) {
        const int before = taken();
        const ubl::OrderResponse first = response(world, "S-1");
        const Outcome filed = world.take(wrapped(world, first, "i-1"));
        CHECK(filed.state == State::filed);
        CHECK(filed.municipality == world.nes);
        // The same bytes; the same document in another transmission; without envelope by upload.
        const Outcome bytes = world.take(wrapped(world, first, "i-1"), "push");
        CHECK(reason(bytes) == "gateway.same_bytes");
        CHECK(bytes.id == filed.id);
        const Outcome resent = world.take(wrapped(world, first, "i-2"), "push", 5);
        CHECK(reason(resent) == "gateway.same_document");
        CHECK(resent.id == filed.id);
        CHECK(world.take(ubl::write(first), "upload", 9).state == State::duplicate);
        // A transmission's number with another content is nobody's duplicate.
        CHECK(reason(world.take(wrapped(world, response(world, "S-2"), "i-1"))) ==
              "gateway.transmission_reused");
        CHECK(taken() == before + 1);
        // The same number in another year is another document; so is another sender's.
        ubl::OrderResponse next_year = first;
        next_year.issue_date = Date(2027, 1, 4);
        CHECK(world.take(wrapped(world, next_year, "i-3")).state == State::filed);
        ubl::OrderResponse other = first;
        other.seller.endpoint.value = valid_number(313000600);
        CHECK(world.take(ubl::write(other)).state == State::filed);
        CHECK(taken() == before + 3);
    });
}

TEST_CASE("gateway: whatever the order of arrivals, each document is taken exactly once") {
    in_world([](World& world) {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            unsigned state = seed * 2654435761u;
            const auto random = [&](unsigned below) {
                state = state * 1664525u + 1013904223u;
                return (state >> 16) % below;
            };
            const int before = taken();
            std::set<unsigned> different;
            for (int arrival = 0; arrival < 40; ++arrival) {
                const unsigned which = random(9);
                different.insert(which);
                const auto of =
                    response(world, "P-" + std::to_string(seed) + "-" + std::to_string(which));
                const unsigned form = random(4);
                const Outcome outcome =
                    form == 0   ? world.take(ubl::write(of), "upload", arrival)
                    : form == 1 ? world.take(wrapped(world, of, of.number), "push", arrival)
                    : form == 2
                        ? world.take(wrapped(world, of, of.number + "-" + std::to_string(arrival)),
                                     "folder", arrival)
                        : world.take("<!-- " + std::to_string(arrival) + " -->" +
                                         ubl::write(of).substr(ubl::write(of).find('\n') + 1),
                                     "folder", arrival);
                CHECK((outcome.state == State::filed || outcome.state == State::duplicate ||
                       reason(outcome) == "gateway.transmission_reused"));
            }
            CAPTURE(seed);
            CHECK(taken() - before == static_cast<int>(different.size()));
        }
        CHECK(world.count("state = 0") == world.count("state = 0 AND business_key <> ''"));
    });
}

TEST_CASE("gateway: an envelope that says something else than the document is set aside") {
    in_world([](World& world) {
        struct Row {
            const char* what;
            std::function<void(ubl::Envelope&)> change;
            const char* rule;
        };
        const std::string own = "urn:fdc:peppol.eu:poacc:trns:order_response:3";
        const Row rows[] = {
            {"as it should be", [](auto&) {}, ""},
            {"small letters and the scheme of before",
             [](auto& e) { e.receiver = "9908:" + e.receiver.substr(5); }, ""},
            {"a wildcard",
             [](auto& e) {
                 e.document_type =
                     "urn:oasis:names:specification:ubl:schema:xsd:OrderResponse-2::OrderResponse##"
                     "urn:fdc:peppol.eu:poacc:trns:*::2.1";
             },
             ""},
            {"another type",
             [](auto& e) {
                 e.document_type =
                     "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##urn:cen.eu:"
                     "en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1";
             },
             "gateway.envelope_type_differs"},
            {"another customization",
             [&](auto& e) {
                 e.document_type =
                     "urn:oasis:names:specification:ubl:schema:xsd:OrderResponse-2::OrderResponse#"
                     "#" +
                     own + ":extended::2.1";
             },
             "gateway.envelope_type_differs"},
            {"no type at all", [](auto& e) { e.document_type = "faktura"; },
             "gateway.envelope_type_differs"},
            {"another root", [](auto& e) { e.type = "Invoice"; }, "gateway.envelope_type_differs"},
            {"another standard", [](auto& e) { e.standard = "urn:x"; },
             "gateway.envelope_type_differs"},
            {"another process",
             [](auto& e) { e.process = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"; },
             "gateway.envelope_process_differs"},
            {"another receiver", [&](auto& e) { e.receiver = "0192:" + world.gol_number; },
             "gateway.receiver_differs"},
            {"another sender", [](auto& e) { e.sender = "0192:" + valid_number(313009000); },
             "gateway.sender_differs"},
        };
        int running = 0;
        DocumentId posing;
        for (const Row& row : rows) {
            CAPTURE(row.what);
            ubl::Envelope envelope;
            envelope.sender = "0192:" + world.seller_number;
            envelope.receiver = "0192:" + world.nes_number;
            envelope.instance = "e-" + std::to_string(++running);
            envelope.created = "2026-11-18T10:00:00Z";
            row.change(envelope);
            const Outcome outcome = world.take(
                ubl::wrap(envelope, ubl::write(response(world, "E-" + std::to_string(running)))));
            CHECK(reason(outcome) == row.rule);
            CHECK((outcome.state == State::filed) == (*row.rule == '\0'));
            if (outcome.reason) {
                for (const Language language : {Language::nb, Language::nn, Language::en})
                    CHECK(outcome.reason->in(language).size() > 40);
            }
            posing = outcome.id;
        }
        // A person who has called the sender may let it in, and says why.
        world.database.write([&](db::Tx& tx) {
            const Actor ingrid = party::actor(tx, world.ingrid, kNow.oslo_date()).value();
            const Document document = *store::load(tx, posing);
            CHECK(!release(tx, ingrid, kNow, document, "Har ringt dem", false));
            CHECK(release(tx, ingrid, kNow, document, "Har ringt dem", true));
            tx.commit();
        });
    });
}

TEST_CASE("gateway: a person releases, discards and sends again, with a reason") {
    in_world([](World& world) {
        ubl::OrderResponse refused = response(world, "R-1");
        refused.order_reference = "NES-0";
        const Outcome outcome = world.take(ubl::write(refused));
        const Actor ingrid = world.database.reading([&](db::Session& session) {
            return party::actor(session, world.ingrid, kNow.oslo_date()).value();
        });
        world.database.write([&](db::Tx& tx) {
            const Document document = *store::load(tx, outcome.id);
            CHECK(release(tx, ingrid, kNow, document, "", false).error().name() ==
                  "gateway.reason_missing");
            CHECK(release(tx, ingrid, kNow, document, "Nå finnes den", false).error().name() ==
                  "test.refused");
            CHECK(discard(tx, ingrid, kNow, document, "").error().name() ==
                  "gateway.reason_missing");
            REQUIRE(discard(tx, ingrid, kNow, document, "Gjelder ikke oss"));
            const Document gone = *store::load(tx, outcome.id);
            CHECK(gone.state == State::discarded);
            CHECK(release(tx, ingrid, kNow, gone, "Likevel", false).error().name() ==
                  "gateway.state_forbids_event");
            CHECK(worklist::of(tx, ingrid, kNow.oslo_date()).empty());
            tx.commit();
        });
        // Released: the taker has changed its mind.
        register_taker(ubl::DocumentType::order_response,
                       [](db::Tx&, const Received&) -> Result<Filed> {
                           static const Text refusal{"test.later", "senere", "seinare", "later"};
                           return refuse(refusal);
                       });
        const Outcome early = world.take(ubl::write(response(world, "R-2")));
        CHECK(reason(early) == "test.later");
        register_taker(ubl::DocumentType::order_response, take_answer);
        world.database.write([&](db::Tx& tx) {
            REQUIRE(release(tx, ingrid, kNow, *store::load(tx, early.id),
                            "Bestillingen er sendt nå", false));
            CHECK(store::load(tx, early.id)->state == State::filed);
            CHECK(store::load(tx, early.id)->path == "/bestillinger/1");
            tx.commit();
        });
        CHECK(world.take(wrapped(world, response(world, "R-2"), "i-9")).state == State::duplicate);
    });
}

TEST_CASE(
    "gateway: the folder is emptied, half-written files are left, the rest of a batch goes on") {
    in_world([](World& world) {
        const Folder folder;
        Pump pump(world.database, folder.at.string());
        ubl::OrderResponse failing = response(world, "B-2");
        failing.order_reference = "NES-FAIL";
        folder.put("1.xml", ubl::write(response(world, "B-1")));
        folder.put("2.xml", ubl::write(failing));
        folder.put("3.xml", "<broken");
        folder.put("4.xml", ubl::write(response(world, "B-4")));
        folder.put("5.xml.part", ubl::write(response(world, "B-5")));
        CHECK(pump.poll_inbox(kNow) == 0);  // seen for the first time: may still be growing
        folder.put("4.xml", ubl::write(response(world, "B-4")) + "<!-- more -->");
        CHECK(pump.poll_inbox(kNow) == 3);
        CHECK(folder.files("inbox/behandlet") == 1);
        CHECK(folder.files("inbox/karantene") == 4);  // each with its .txt
        CHECK(fs::exists(folder.at / "inbox/karantene/3.xml.txt"));
        CHECK(world.count("reason_name = 'gateway.machine_failed'") == 1);
        CHECK(pump.poll_inbox(kNow) == 1);
        CHECK(folder.files("inbox/behandlet") == 2);
        CHECK(fs::exists(folder.at / "inbox/5.xml.part"));
        CHECK(world.count("state = 0") == 2);
    });
}

TEST_CASE("gateway: out by rename; acknowledged, refused, tried again, given up, sent again") {
    in_world([](World& world) {
        const Folder folder;
        Pump pump(world.database, folder.at.string());
        const auto later = [](std::int64_t minutes) {
            return Instant(kNow.milliseconds() + minutes * 60'000);
        };
        const DocumentId id = world.database.writing([&](db::Tx& tx) {
            const DocumentId made = enqueue(tx,
                                            {.municipality = world.nes,
                                             .type = ubl::DocumentType::order_response,
                                             .sender = "0192:" + world.nes_number,
                                             .receiver = "0192:" + world.seller_number,
                                             .number = "NES-2026-000001",
                                             .counterpart = "Fjellro Medisinske AS",
                                             .subject_kind = "order",
                                             .subject = 1,
                                             .label = "Bestilling NES-2026-000001",
                                             .path = "/bestillinger/1",
                                             .bytes = ubl::write(response(world, "X"))},
                                            kNow);
            tx.commit();
            return made;
        });
        const auto state = [&] {
            return world.database.reading(
                [&](db::Session& session) { return store::load(session, id)->state; });
        };
        const fs::path out = folder.at / "outbox" /
                             (std::to_string(id.value) + "-order-response-NES-2026-000001.xml");
        CHECK(pump.poll_outbox(kNow) == 1);
        CHECK(state() == State::sent);
        REQUIRE(fs::exists(out));
        CHECK(ubl::read(std::string(std::istreambuf_iterator<char>(std::ifstream(out).rdbuf()), {}))
                  ->envelope->receiver == "0192:" + world.seller_number);
        CHECK(pump.poll_outbox(later(1)) == 0);
        // The access point will not have it, seven times over.
        std::int64_t minute = 1;
        for (int attempt = 1; attempt <= kMostAttempts; ++attempt) {
            fs::rename(out, folder.at / "outbox/feilet" / out.filename());
            std::ofstream(folder.at / "outbox/feilet" / (out.filename().string() + ".txt"))
                << "ukjent mottaker";
            CHECK(pump.poll_outbox(later(minute)) == 1);
            if (attempt == kMostAttempts) break;
            CHECK(state() == State::failed);
            CHECK(pump.poll_outbox(later(minute)) == 0);  // the pause is not over
            minute += 1500;
            CHECK(pump.poll_outbox(later(minute)) == 1);
            CHECK(state() == State::sent);
        }
        CHECK(state() == State::given_up);
        const Actor ingrid = world.database.reading([&](db::Session& session) {
            return party::actor(session, world.ingrid, kNow.oslo_date()).value();
        });
        world.database.write([&](db::Tx& tx) {
            CHECK(worklist::of(tx, ingrid, kNow.oslo_date()).size() == 1);
            REQUIRE(resend(tx, ingrid, later(minute), *store::load(tx, id), ""));
            CHECK(worklist::of(tx, ingrid, kNow.oslo_date()).empty());
            tx.commit();
        });
        CHECK(pump.poll_outbox(later(minute)) == 1);
        fs::remove(out);  // the access point has taken it
        CHECK(pump.poll_outbox(later(minute + 1)) == 1);
        CHECK(state() == State::acknowledged);
    });
}
