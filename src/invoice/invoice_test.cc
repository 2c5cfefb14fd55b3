// Scenarios on both databases: an invoice agrees, is too dear, comes before the goods, covers two
// orders, has no order, comes twice, is refused, is credited; with the ledger after each step.
#include "invoice/testing.h"
#include "peppol/peppol.h"

using namespace samkjop;
using namespace samkjop::invoice;
using namespace samkjop::invoice::testing;

namespace {

constexpr Money kTotal = kroner(6'342);  // 60 × 62,50 + 48 × 54,00

ubl::Invoice for_order(const Nes& nes, order::OrderId id, Head head = {}) {
    const auto order = nes.order(id);
    if (head.order_reference.empty()) head.order_reference = order.number;
    return document(nes, as_ordered(order), head);
}

std::vector<std::string> trail_of(const Nes& nes, InvoiceId id) {
    return nes.database.reading([&](db::Session& session) {
        std::vector<std::string> out;
        for (const auto& line : trail::of(session, {"invoice", id.value}))
            out.push_back(line.event);
        return out;
    });
}

Result<void> doing(const Nes& nes, UserId user,
                   const std::function<Result<void>(db::Tx&, const Actor&)>& what) {
    return acting(nes, user, what);
}

CodedLine coded(int position, std::string art = "110", std::string ansvar = "3210",
                std::string funksjon = "253", std::string vat = "1", std::int64_t weight = 1) {
    return {
        position, {std::move(art), std::move(ansvar), std::move(funksjon)}, std::move(vat), weight};
}

}  // namespace

TEST_CASE("invoice: what agrees is approved without a person, and says what that rested on") {
    in_nes([](Nes& nes) {
        const auto order = place(nes, nes.fjellro);
        receive(nes, order, {60, 48});
        CHECK(nes.balance().received == kTotal);
        const InvoiceId id = taken(nes, for_order(nes, order));
        const Record record = nes.record(id);
        CHECK(told(nes, id) == "approved");
        CHECK(record.automatic);
        CHECK(record.unit == nes.elvetun);
        CHECK(record.reference == "F3322-2026-000001");
        CHECK(nes.balance().invoiced == kTotal);
        CHECK(nes.balance().received == Money());
        CHECK(trail_of(nes, id) == std::vector<std::string>{"approved_by_rule", "arrived"});
        CHECK(nes.order(order).lines[0].invoiced == Decimal::whole(60));
        const auto parts = nes.database.reading(
            [&](db::Session& session) { return exportable(session, nes.municipality); });
        REQUIRE(parts.size() == 1);
        CHECK(parts[0].payable == Money(792'750));
        REQUIRE(parts[0].parts.size() == 1);
        CHECK(parts[0].parts[0].cost == kTotal);
        CHECK(parts[0].parts[0].vat_back == Money(158'550));
        CHECK(parts[0].parts[0].vat_code == "1");
    });
}

TEST_CASE("invoice: the same invoice by two channels is one invoice") {
    in_nes([](Nes& nes) {
        const auto order = place(nes, nes.fjellro);
        auto document = for_order(nes, order);
        const InvoiceId id = taken(nes, document);
        CHECK(send(nes, document, "upload").state == gateway::State::duplicate);
        document.note = "Sendt på nytt";  // other bytes, the same invoice
        CHECK(send(nes, document, "push").state != gateway::State::filed);
        CHECK(nes.balance().invoiced == kTotal);
        const auto again = nes.database.writing([&](db::Tx& tx) {
            return take(tx, Actor::system(), later(200), {&document, 0, "", nes.municipality});
        });
        REQUIRE(!again);
        CHECK(again.error().name() == "invoice.invoice_already_registered");
        CHECK(nes.record(id).content.note == "");
    });
}

TEST_CASE("invoice: before the goods it waits, and the receipt approves it") {
    in_nes([](Nes& nes) {
        const auto order = place(nes, nes.fjellro);
        receive(nes, order, {50, 48});
        const InvoiceId id = taken(nes, for_order(nes, order));
        CHECK(told(nes, id) == "waiting_receipt 0:not_received=62500");
        CHECK(headline(nes.record(id), Language::nb) ==
              "Ti esker fra Fjellro er fakturert, men ikke mottatt");
        CHECK(nes.balance().invoiced == kTotal);  // posted in full at once
        CHECK(nes.tasks(nes.marit, "invoice_awaits_receipt") == 1);
        CHECK(nes.tasks(nes.ingrid, "invoice_deviation") == 0);
        receive(nes, order, {10, 0});
        CHECK(told(nes, id) == "approved");
        CHECK(nes.tasks(nes.marit, "invoice_awaits_receipt") == 0);
        CHECK(trail_of(nes, id) ==
              std::vector<std::string>{"approved_by_rule", "waits_for_goods", "arrived"});
        CHECK(nes.balance().invoiced == kTotal);
    });
}

TEST_CASE(
    "invoice: too dear, with freight: stopped, accepted with a reason, certified and authorised by "
    "two") {
    in_nes([](Nes& nes) {
        const auto order = place(nes, nes.fjellro);
        receive(nes, order, {50, 48});
        auto lines = as_ordered(nes.order(order));
        lines[0].price = Decimal(6875, 2);
        const InvoiceId id = taken(nes, document(nes, lines,
                                                 {.order_reference = nes.order(order).number,
                                                  .charges = {{"Frakt", kroner(349)}}}));
        CHECK(told(nes, id) ==
              "deviating 0:price_differs=37500 0:not_received=62500 2:fee_not_agreed=34900");
        CHECK(nes.record(id).at_stake == Money(134'900));
        CHECK(headline(nes.record(id), Language::nb) ==
              "Fakturaen fra Fjellro er 1\u00a0349\u00a0kr for høy");
        CHECK(nes.balance().invoiced == kTotal + kroner(375) + kroner(349));
        CHECK(nes.tasks(nes.ingrid, "invoice_deviation") == 1);

        const auto accepting = [&](std::string reason) {
            return doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                return accept(tx, who, later(130), id, reason);
            });
        };
        CHECK(refused(accepting("")) == "invoice.reason_missing");
        CHECK(accepting("Prisen er avtalt på telefon").has_value());
        CHECK(told(nes, id).starts_with("to_certify"));
        CHECK(nes.tasks(nes.certifier, "certify_invoice") == 1);
        CHECK(refused(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                  return certify(tx, who, later(140), id);
              })) == "invoice.not_permitted");
        CHECK(doing(nes, nes.certifier, [&](db::Tx& tx, const Actor& who) {
                  return certify(tx, who, later(140), id);
              }).has_value());
        CHECK(nes.tasks(nes.authoriser, "authorise_invoice") == 1);
        CHECK(doing(nes, nes.authoriser, [&](db::Tx& tx, const Actor& who) {
                  return authorise(tx, who, later(150), id);
              }).has_value());
        const Record record = nes.record(id);
        CHECK(record.state == State::approved);
        CHECK(record.responsible == "Torbjørn Liodden");
        CHECK(record.certifier != record.authoriser);
        CHECK(!record.automatic);
    });
}

TEST_CASE("invoice: nobody both certifies and authorises, nobody authorises what they ordered") {
    in_nes([](Nes& nes) {
        nes.database.write([&](db::Tx& tx) {  // Anne may do both, and so may Marit, who ordered
            const Actor system = Actor::system();
            for (const UserId user : {nes.certifier, nes.marit}) {
                REQUIRE(party::grant_role(tx, system, kNow, user, {Role::authoriser, nes.elvetun}));
                REQUIRE(party::add_limit(tx, system, kNow,
                                         {0, user, nes.elvetun, kroner(90'000), Date(2026, 1, 1),
                                          Date(2026, 12, 31), "Delegering 2026/15"}));
            }
            tx.commit();
        });
        const auto order = place(nes, nes.fjellro);
        receive(nes, order, {60, 48});
        auto lines = as_ordered(nes.order(order));
        lines[1].price = Decimal::whole(90);
        const InvoiceId id =
            taken(nes, document(nes, lines, {.order_reference = nes.order(order).number}));
        REQUIRE(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
            return accept(tx, who, later(130), id, "Avtalt");
        }));
        REQUIRE(doing(nes, nes.certifier, [&](db::Tx& tx, const Actor& who) {
            return certify(tx, who, later(140), id);
        }));
        const auto authorising = [&](UserId user) {
            return refused(doing(nes, user, [&](db::Tx& tx, const Actor& who) {
                return authorise(tx, who, later(150), id);
            }));
        };
        CHECK(authorising(nes.certifier) == "invoice.same_person");
        CHECK(authorising(nes.marit) == "invoice.own_order");
        CHECK(authorising(nes.ingrid) == "invoice.not_permitted");
        CHECK(doing(nes, nes.authoriser, [&](db::Tx& tx, const Actor& who) {
                  return send_back(tx, who, later(150), id, "Feil pris?");
              }).has_value());
        CHECK(nes.record(id).certifier == UserId());
        // The database holds the rule too, whatever the program does.
        CHECK_THROWS_AS(nes.database.write([&](db::Tx& tx) {
            tx->run(
                "UPDATE invoice_case SET certifier_id = 5, authoriser_id = 5 WHERE invoice_id = $1",
                id);
            tx.commit();
        }),
                        db::Error);
    });
}

TEST_CASE("invoice: an amount above the authority goes to somebody who has it") {
    in_nes([](Nes& nes) {
        const auto order =
            place(nes, nes.fjellro,
                  {{"Løfteseng", "FM-9001", "EA", Decimal::whole(2), Decimal::whole(30'000)}});
        receive(nes, order, {2});
        auto lines = as_ordered(nes.order(order));
        lines[0].price = Decimal::whole(32'000);
        const InvoiceId id =
            taken(nes, document(nes, lines, {.order_reference = nes.order(order).number}));
        REQUIRE(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
            return accept(tx, who, later(130), id, "Avtalt");
        }));
        REQUIRE(doing(nes, nes.certifier, [&](db::Tx& tx, const Actor& who) {
            return certify(tx, who, later(140), id);
        }));
        CHECK(refused(doing(nes, nes.authoriser, [&](db::Tx& tx, const Actor& who) {
                  return authorise(tx, who, later(150), id);
              })) == "invoice.authority_too_small");
    });
}

TEST_CASE("invoice: one invoice to two orders, one line over both; many invoices to one order") {
    in_nes([](Nes& nes) {
        const auto one = place(nes, nes.fjellro), two = place(nes, nes.fjellro);
        receive(nes, one, {60, 48});
        receive(nes, two, {60, 48});
        auto lines = as_ordered(nes.order(one));
        lines[0].quantity = Decimal::whole(110);
        lines[0].reference = lines[1].reference = "";
        const InvoiceId id = taken(nes, document(nes, lines,
                                                 {.order_reference = nes.order(one).number + " " +
                                                                     nes.order(two).number}));
        CHECK(told(nes, id) == "approved");
        const Record record = nes.record(id);
        REQUIRE(record.matches.size() == 3);
        CHECK(record.matches[0].quantity == Decimal::whole(60));
        CHECK(record.matches[1].quantity == Decimal::whole(50));
        // The rest of the second order, found without a reference.
        auto rest = as_ordered(nes.order(two));
        rest[0].quantity = Decimal::whole(10);
        const InvoiceId second = taken(
            nes,
            document(nes, rest,
                     {.number = "104519", .order_reference = "", .buyer_reference = "Elvetun"}));
        CHECK(told(nes, second) == "approved");
        CHECK(nes.record(second).order_number == nes.order(two).number);
        CHECK(nes.balance().invoiced == kTotal + kTotal);
        // Nothing is left: a third is charged twice.
        rest[0].quantity = Decimal::whole(1);
        rest.resize(1);
        const InvoiceId third = taken(
            nes,
            document(nes, rest, {.number = "104520", .order_reference = nes.order(two).number}));
        CHECK(told(nes, third) == "deviating 0:more_than_received=6250");
    });
}

TEST_CASE(
    "invoice: without an order it is coded, certified and authorised; recoded before it goes") {
    in_nes([](Nes& nes) {
        const InvoiceId id = taken(
            nes,
            document(nes,
                     {{"Kurs i førstehjelp", "", "EA", Decimal::whole(1), Decimal::whole(5'000)},
                      {"Reise", "", "EA", Decimal::whole(1), Decimal(33333, 2)}},
                     {.number = "77"}));
        CHECK(told(nes, id) == "without_order");
        CHECK(nes.record(id).unit == nes.elvetun);  // BuyerReference 3210 is the unit's code
        CHECK(nes.balance().invoiced == Money());
        CHECK(nes.tasks(nes.certifier, "code_invoice") == 1);
        const auto coding_it = [&](std::vector<CodedLine> lines) {
            return doing(nes, nes.certifier, [&](db::Tx& tx, const Actor& who) {
                return code_lines(tx, who, later(130), id, lines);
            });
        };
        CHECK(refused(coding_it({coded(0)})) == "invoice.line_not_coded");
        CHECK(refused(coding_it({coded(0), coded(1, "999")})) != "(went through)");
        CHECK(nes.balance().invoiced == Money());
        CHECK(coding_it({coded(0), coded(1, "110", "3210", "253", "1", 1),
                         coded(1, "230", "4310", "265", "9", 2)})
                  .has_value());
        CHECK(told(nes, id) == "to_certify");
        // 333,33 by 1:2 is 111,11 and 222,22; the flats bear their part of the VAT, 55,55 of 83,33.
        CHECK(nes.balance().invoiced == Money(511'111));
        CHECK(nes.balance_of(nes.flats).invoiced == Money(27'777));
        REQUIRE(doing(nes, nes.certifier, [&](db::Tx& tx, const Actor& who) {
            return certify(tx, who, later(140), id);
        }));
        REQUIRE(doing(nes, nes.authoriser, [&](db::Tx& tx, const Actor& who) {
            return authorise(tx, who, later(150), id);
        }));
        CHECK(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                  const CodedLine to[] = {coded(0)};
                  return recode(tx, who, later(160), id, nes.flats, to);
              }).has_value());
        CHECK(told(nes, id) == "to_certify");  // signed for something else
        CHECK(nes.balance_of(nes.flats).invoiced == Money());
        CHECK(nes.balance().invoiced == Money(533'333));
        REQUIRE(doing(nes, nes.certifier, [&](db::Tx& tx, const Actor& who) {
            return certify(tx, who, later(170), id);
        }));
        REQUIRE(doing(nes, nes.authoriser, [&](db::Tx& tx, const Actor& who) {
            return authorise(tx, who, later(180), id);
        }));
        const auto parts = nes.database.reading(
            [&](db::Session& session) { return exportable(session, nes.municipality); });
        REQUIRE(parts.size() == 1);
        Money sum;
        for (const Part& part : parts[0].parts) sum += part.cost + part.vat_back;
        CHECK(sum == parts[0].payable);
        CHECK(parts[0].parts.size() == 1);
    });
}

TEST_CASE("invoice: an unknown supplier is not lost") {
    in_nes([](Nes& nes) {
        auto document = testing::document(
            nes, {{"Blomster", "", "EA", Decimal::whole(1), Decimal::whole(400)}}, {.number = "9"});
        const std::string stranger = order::testing::test_number(313008000);
        document.seller = seller_of(stranger, "Ukjent Blomster AS");
        const InvoiceId id = taken(nes, document);
        CHECK(told(nes, id) == "received -1:supplier_unknown=0");
        CHECK(nes.tasks(nes.ingrid, "invoice_unknown") == 1);
        const auto trying = [&] {
            return refused(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                return try_again(tx, who, later(130), id);
            }));
        };
        CHECK(trying() == "invoice.supplier_still_unknown");
        nes.database.write([&](db::Tx& tx) {
            order::testing::add_supplier(tx, "Ukjent Blomster AS", stranger, true);
            tx.commit();
        });
        CHECK(trying() == "(went through)");
        CHECK(told(nes, id) == "without_order");
        CHECK(nes.tasks(nes.ingrid, "invoice_unknown") == 0);
    });
}

TEST_CASE("invoice: refused to the supplier, everything returns, and the supplier is told") {
    in_nes([](Nes& nes) {
        const auto order = place(nes, nes.fjellro);
        receive(nes, order, {60, 40});
        const InvoiceId id = taken(nes, for_order(nes, order));
        CHECK(told(nes, id) == "waiting_receipt 1:not_received=43200");
        CHECK(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                  return refuse_invoice(tx, who, later(130), id, "Feil mottaker");
              }).has_value());
        CHECK(told(nes, id).starts_with("refused"));
        CHECK(nes.balance().invoiced == Money());
        CHECK(nes.balance().received == kTotal - kroner(432));
        CHECK(nes.balance().committed == kroner(432));
        CHECK(nes.order(order).lines[0].invoiced == Decimal());
        const auto response = nes.database.reading([&](db::Session& session) {
            return gateway::latest_out(session, "invoice", id.value);
        });
        REQUIRE(response);
        CHECK(response->type == ubl::DocumentType::invoice_response);
        const auto bytes = nes.database.reading(
            [&](db::Session& session) { return gateway::bytes_of(session, response->id); });
        CHECK(ubl::read(bytes)->invoice_response()->code == "RE");
        // It comes again, right, under a new number.
        receive(nes, order, {0, 8});
        CHECK(told(nes, taken(nes, for_order(nes, order, {.number = "104530"}))) == "approved");
        // And a credit note for the refused one has nothing to post.
        const InvoiceId note = taken(
            nes,
            for_order(nes, order, {.number = "K-1", .preceding = "104518", .credit_note = true}));
        CHECK(told(nes, note) == "settled");
        CHECK(nes.balance().invoiced == kTotal);
    });
}

TEST_CASE("invoice: a credit note of the price settles the dispute") {
    in_nes([](Nes& nes) {
        const auto order = place(nes, nes.fjellro);
        receive(nes, order, {60, 48});
        auto lines = as_ordered(nes.order(order));
        lines[0].price = Decimal(6875, 2);
        const std::string number = nes.order(order).number;
        const InvoiceId id = taken(nes, document(nes, lines, {.order_reference = number}));
        CHECK(told(nes, id) == "deviating 0:price_differs=37500");
        CHECK(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                  return ask_credit_note(tx, who, later(130), id, "");
              }).has_value());
        CHECK(nes.record(id).state == State::disputed);
        CHECK(nes.balance().invoiced == kTotal + kroner(375));
        const InvoiceId note = taken(
            nes,
            document(nes,
                     {{"Prisavvik hansker", "FM-1001", "XBX", Decimal::whole(60), Decimal(625, 2)}},
                     {.number = "K-2",
                      .order_reference = number,
                      .preceding = "104518",
                      .credit_note = true}));
        CHECK(told(nes, note) == "approved");
        CHECK(nes.record(note).credit_kind == ledger::CreditKind::price);
        CHECK(told(nes, id) == "approved");
        CHECK(nes.balance().invoiced == kTotal);
        const auto out = nes.database.reading(
            [&](db::Session& session) { return exportable(session, nes.municipality); });
        REQUIRE(out.size() == 2);
        CHECK(out[1].payable == -Money(46'875));
        CHECK(out[1].parts[0].cost == -kroner(375));
    });
}

TEST_CASE("invoice: where only what agrees is to count, the rest of a disputed invoice is held") {
    in_nes([](Nes& nes) {
        nes.database.write([&](db::Tx& tx) {
            party::LedgerRules rules;
            rules.disputed_agreed_only = true;
            REQUIRE(party::set_ledger_rules(tx, Actor::system(), kNow, nes.municipality,
                                            kNow.oslo_date(), rules));
            tx.commit();
        });
        const auto dispute = [&](std::string number) {
            const auto order = place(nes, nes.fjellro);
            receive(nes, order, {60, 48});
            auto lines = as_ordered(nes.order(order));
            lines[0].price = Decimal(6875, 2);  // 375 kroner too much
            const InvoiceId id = taken(
                nes, document(nes, lines,
                              {.number = number, .order_reference = nes.order(order).number}));
            const auto before = nes.balance().invoiced;
            CHECK(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                      return ask_credit_note(tx, who, later(130), id, "");
                  }).has_value());
            CHECK(nes.balance().invoiced == before - kroner(375));
            CHECK(nes.proved());
            return std::pair(id, nes.order(order).number);
        };
        // A person accepts it after all: the whole counts again.
        const auto [accepted, one] = dispute("104518");
        CHECK(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                  return accept(tx, who, later(140), accepted, "Prisen er riktig");
              }).has_value());
        CHECK(nes.balance().invoiced == kTotal + kroner(375));
        // Refused: nothing counts, and what was received stands.
        const auto [gone, two] = dispute("104519");
        CHECK(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                  return refuse_invoice(tx, who, later(150), gone, "Feil");
              }).has_value());
        CHECK(nes.balance().invoiced == kTotal + kroner(375));
        CHECK(nes.balance().received == kTotal);
        // A credit note of a part: the rest is held still; one of all of it settles the matter.
        const auto [id, number] = dispute("104520");
        const auto credit = [&](std::string of, int each) {
            return taken(nes, document(nes,
                                       {{"Prisavvik hansker", "FM-1001", "XBX", Decimal::whole(60),
                                         Decimal(each, 3)}},
                                       {.number = of,
                                        .order_reference = number,
                                        .preceding = "104520",
                                        .credit_note = true}));
        };
        credit("K-1", 2'000);  // 120 kroner
        CHECK(nes.record(id).state == State::disputed);
        CHECK(nes.balance().invoiced == kTotal + kTotal + kroner(375));
        CHECK(nes.proved());
        credit("K-2", 4'250);  // the other 255
        CHECK(nes.record(id).state == State::approved);
        CHECK(nes.balance().invoiced == kTotal + kTotal + kroner(375));
    });
}

TEST_CASE(
    "invoice: a credit note that does not say why waits for a person; goods that come again reopen "
    "the order") {
    in_nes([](Nes& nes) {
        const auto order = place(nes, nes.fjellro);
        receive(nes, order, {60, 48});
        const InvoiceId id = taken(nes, for_order(nes, order));
        const std::string number = nes.order(order).number;
        const InvoiceId note = taken(nes, document(nes,
                                                   {{"Undersøkelseshanske, nitril, M", "FM-1001",
                                                     "XBX", Decimal::whole(10), Decimal(625, 1)}},
                                                   {.number = "K-3",
                                                    .order_reference = number,
                                                    .preceding = "104518",
                                                    .credit_note = true}));
        CHECK(told(nes, note) == "deviating -1:credit_unclear=0");
        CHECK(nes.balance().invoiced == kTotal);
        CHECK(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                  return answer_credit_note(tx, who, later(140), note, id,
                                            ledger::CreditKind::replaced);
              }).has_value());
        CHECK(told(nes, note) == "approved");
        CHECK(nes.balance().invoiced == kTotal - kroner(625));
        CHECK(nes.balance().committed == kroner(625));
        CHECK(nes.order(order).lines[0].received == Decimal::whole(50));
        CHECK(nes.order(order).lines[0].invoiced == Decimal::whole(50));
        receive(nes, order, {10, 0});
        auto again = as_ordered(nes.order(order));
        again.resize(1);
        again[0].quantity = Decimal::whole(10);
        CHECK(told(nes, taken(nes, document(nes, again,
                                            {.number = "104540", .order_reference = number}))) ==
              "approved");
        CHECK(nes.balance().invoiced == kTotal);
    });
}

TEST_CASE("invoice: what arrived never changes, neither bytes nor figures") {
    in_nes([](Nes& nes) {
        const auto order = place(nes, nes.fjellro);
        const auto document = for_order(nes, order);
        const InvoiceId id = taken(nes, document);
        const Record before = nes.record(id);
        receive(nes, order, {60, 48});
        const Record after = nes.record(id);
        CHECK(after.state == State::approved);
        CHECK(after.document_hash == before.document_hash);
        const auto bytes = nes.database.reading([&](db::Session& session) {
            return gateway::bytes_of(session, gateway::DocumentId{after.document});
        });
        CHECK(bytes == ubl::write(document));
        CHECK(sha256_hex(bytes) == after.document_hash);
        for (const char* sql :
             {"UPDATE invoice SET payable_ore = 1", "DELETE FROM invoice_line",
              "UPDATE invoice_line SET net_ore = 1", "UPDATE invoice_vat SET amount_ore = 1"}) {
            CHECK_THROWS_AS(nes.database.write([&](db::Tx& tx) {
                tx->run(sql);
                tx.commit();
            }),
                            db::Error);
        }
    });
}

TEST_CASE("invoice: others' invoices are not found, lists hold to the reach") {
    in_nes([](Nes& nes) {
        const auto order = place(nes, nes.fjellro);
        const InvoiceId id = taken(nes, for_order(nes, order));
        nes.database.read([&](db::Session& session) {
            Actor stranger = nes.actor(nes.certifier);
            CHECK(find(session, stranger, id));
            CHECK(list(session, stranger, {.open = true}).size() == 1);
            CHECK(list(session, stranger, {.text = "fjellro"}).size() == 1);
            CHECK(list(session, stranger, {.text = "100%"}).empty());
            stranger.units = {999};
            CHECK(!find(session, stranger, id));
            CHECK(!load(session, stranger, id));
            CHECK(list(session, stranger, {}).empty());
            stranger.municipality = MunicipalityId{77};
            stranger.whole_municipality = true;
            CHECK(!find(session, stranger, id));
        });
    });
}

TEST_CASE("invoice responses: who is registered is told each step, and every answer holds") {
    in_nes([](Nes& nes) {
        nes.database.write([&](db::Tx& tx) {
            gateway::save_registration(tx, "0192:" + nes.fjellro_number, "Fjellro", true, false,
                                       later(0));
            tx.commit();
        });
        const auto order = place(nes, nes.fjellro);
        receive(nes, order, {60, 40});
        const InvoiceId id = taken(nes, for_order(nes, order));
        const auto codes = [&] {
            std::string out;
            nes.database.read([&](db::Session& session) {
                for (const gateway::Document& one : gateway::sent(session, "invoice", id.value)) {
                    CHECK(one.state == gateway::State::queued);
                    const std::string bytes = gateway::bytes_of(session, one.id);
                    const auto verdict = peppol::judge(bytes);
                    CHECK(verdict.valid());
                    CHECK(verdict.findings.empty());
                    out += (out.empty() ? "" : " ") + ubl::read(bytes)->invoice_response()->code;
                }
            });
            return out;
        };
        CHECK(codes() == "AB");
        CHECK(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                  return ask_credit_note(tx, who, later(130), id, "For mye");
              }).has_value());
        CHECK(codes() == "AB UQ");
        CHECK(doing(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                  return refuse_invoice(tx, who, later(140), id, "Feil mottaker");
              }).has_value());
        CHECK(codes() == "AB UQ RE");
    });
}

TEST_CASE("invoice: without an order it goes to whom it names, else to who got the last one") {
    in_nes([](Nes& nes) {
        Head head{.number = "9001", .buyer_reference = "Deres ref. Marit Svarteberg"};
        const std::vector<Charged> key = {
            {"Nøkkel", "", "EA", Decimal::whole(1), Decimal::whole(90)}};
        const auto named = taken(nes, document(nes, key, head));
        CHECK(nes.record(named).state == State::without_order);
        CHECK(nes.record(named).unit == nes.elvetun);
        head.number = "9002";
        head.buyer_reference = "Hovedkontoret";
        CHECK(nes.record(taken(nes, document(nes, key, head))).unit == nes.elvetun);
    });
}
