#include "requisition/pages.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "http/testing.h"
#include "requisition/testing.h"
#include "worklist/pages.h"

using namespace samkjop;
using namespace samkjop::requisition;
using namespace samkjop::requisition::testing;
using http::testing::Browser;

namespace {

std::optional<Actor> who(db::Session& session, std::string_view token, Instant now) {
    const auto person = party::person_by_user_name(session, token);
    return person ? party::actor(session, person->id, now.oslo_date()) : std::nullopt;
}

// SAMKJOP_PAGES=/some/folder keeps what was shown, to be looked at.
void keep(const http::Response& response, const std::string& name) {
    if (const char* folder = std::getenv("SAMKJOP_PAGES")) {
        std::ofstream(std::filesystem::path(folder) / (name + ".html")) << response.body;
    }
}

struct Town {
    db::Database& database;
    Nes nes;
    http::Dispatcher dispatcher;
    Browser marit{dispatcher}, torbjorn{dispatcher}, guro{dispatcher};

    explicit Town(db::Database& open)
        : database(open),
          nes(open.writing([](db::Tx& tx) {
              tx.commit();
              return build(tx);
          })),
          dispatcher(http::Site{
              .database = open, .routes = {requisition::kRoutes, worklist::kRoutes}, .who = who}) {
        marit.cookies[std::string(http::kSessionCookie)] = "marit.svarteberg";
        torbjorn.cookies[std::string(http::kSessionCookie)] = "torbjorn.liodden";
        guro.cookies[std::string(http::kSessionCookie)] = "guro.nesheim";
    }
    RequisitionId fill(std::span<const NewLine> lines) {
        return database.writing([&](db::Tx& tx) {
            tx.commit();
            return basket(tx, actor(tx, nes.marit), lines);
        });
    }
    Requisition load(RequisitionId id) {
        return database.reading([&](db::Session& session) {
            return find(session, party::actor(session, nes.marit, kToday).value(), id).value();
        });
    }
    void policy(party::BudgetPolicy which) {
        database.write([&](db::Tx& tx) {
            set_policy(tx, nes, which);
            tx.commit();
        });
    }
};

void in_town(const std::function<void(Town&)>& test) {
    db::testing::each_database([&](db::Database& database) {
        Town town(database);
        test(town);
    });
}

std::string id_of(const Line& line) { return std::to_string(line.id.value); }

}  // namespace

TEST_CASE("requisition pages: the basket says what is left, and keeps what was typed") {
    in_town([](Town& town) {
        CHECK(town.marit.get("/kurv").body.contains("Kurven er tom"));
        const NewLine lines[] = {gloves(town.nes, 60), gloves(town.nes, 40, 2),
                                 wall_holder(town.nes, 5)};
        const auto id = town.fill(lines);
        const Requisition draft = town.load(id);
        auto page = town.marit.get("/kurv");
        keep(page, "kurv");
        CHECK(page.body.contains("Tre linjer, 8\u00a0460\u00a0kr uten mva."));
        CHECK(page.body.contains("Send 8\u00a0460\u00a0kr til godkjenning"));
        CHECK(page.body.contains("Går til Torbjørn Liodden, leder for Elvetun sykehjem."));
        CHECK(page.body.contains("blir det to bestillinger:"));
        CHECK(page.body.contains("413\u00a0750\u00a0kr"));  // 420 000 less 6 250
        CHECK(page.body.contains("Foreslått ut fra varegruppen."));

        const std::string first = "a" + id_of(draft.lines[0]);
        auto answer = town.marit.post(
            "/kurv", {{first, "60"}, {"trinn", first + "-opp"}, {"tittel", "Før jul"}});
        CHECK(answer.status == 303);
        CHECK(town.load(id).lines[0].quantity == Decimal::whole(61));
        CHECK(town.load(id).title == "Før jul");

        town.marit.get("/kurv");
        answer = town.marit.post(
            "/kurv",
            {{first, "seksti"}, {"melding", "Vi fyller <lageret>"}, {"trinn", "oppdater"}});
        keep(answer, "kurv-feil");
        CHECK(answer.status == 422);
        CHECK(answer.body.contains("value=\"seksti\""));
        CHECK(answer.body.contains("Vi fyller &lt;lageret&gt;"));
        CHECK(answer.body.contains("href=\"#" + first + "\""));
        CHECK(town.load(id).message == "");

        town.marit.get("/kurv");
        CHECK(town.marit.post("/kurv", {{first, "61"}, {"fjern", id_of(draft.lines[0])}}).status ==
              303);
        CHECK(town.load(id).lines.size() == 2);
        CHECK(town.torbjorn.get("/rekvisisjoner/" + std::to_string(id.value)).status == 404);
    });
}

TEST_CASE("requisition pages: goods come from the catalogue, at the price of the day") {
    in_town([](Town& town) {
        const std::string item = std::to_string(town.nes.gloves[0].value);
        town.marit.get("/kurv/fritekst");
        CHECK(town.marit
                  .post("/kurv/linjer",
                        {{"vare", item}, {"antall", "60"}, {"tilbake", "/handle?q=hansker"}})
                  .status == 303);
        town.marit.get("/kurv/fritekst");
        CHECK(town.marit.post("/kurv/linjer", {{"vare", "999999"}, {"antall", "1"}}).status == 422);
        CHECK(town.marit.post("/kurv/linjer", {{"vare", item}, {"antall", "0"}}).status == 422);
        auto page = town.marit.get("/kurv");
        CHECK(page.body.contains("Undersøkelseshanske, nitril, M"));
        CHECK(page.body.contains("Én linje, 3\u00a0750\u00a0kr uten mva."));
        CHECK(page.body.contains("/avtaler/" + std::to_string(town.nes.agreement.value)));
        // The price rises before the basket is sent: she must see it first.
        town.database.write([&](db::Tx& tx) {
            tx->run("UPDATE requisition_line SET price = 60000000");
            tx.commit();
        });
        town.marit.get("/kurv");
        const auto answer = town.marit.post("/kurv", {{"send", "1"}});
        CHECK(Browser::location(answer) == "/kurv?pris=endret");
        page = town.marit.follow(answer);
        CHECK(page.body.contains("Prisen er endret siden du la varene i kurven."));
        CHECK(page.body.contains("Send 3\u00a0750\u00a0kr til godkjenning"));
        CHECK(Browser::location(town.marit.post("/kurv", {{"send", "1"}}))
                  .starts_with("/rekvisisjoner/"));
    });
}

TEST_CASE("requisition pages: over the budget is said, and must be explained") {
    in_town([](Town& town) {
        town.policy(party::BudgetPolicy::stop);
        const NewLine lines[] = {gloves(town.nes, 60), wall_holder(town.nes, 113)};  // 49 946
        const NewLine taken[] = {wall_holder(town.nes, 30)};
        const auto before = town.fill(taken);
        town.database.write([&](db::Tx& tx) {
            REQUIRE(submit(tx, actor(tx, town.nes.marit), kNow, before));
            tx.commit();
        });
        const auto id = town.fill(std::span(lines, 2));
        town.database.write(
            [&](db::Tx& tx) {  // 113 pieces and the gloves are above Torbjørn's limit
                add_limit(tx, town.nes, town.nes.torbjorn, town.nes.elvetun, kroner(100'000));
                tx.commit();
            });
        town.marit.get("/kurv");
        auto answer = town.marit.post("/kurv", {{"send", "1"}, {"tittel", "Nye holdere"}});
        keep(answer, "kurv-over-budsjett");
        CHECK(answer.status == 422);
        CHECK(answer.body.contains("<title>Feil: Kurven er ikke sendt ennå"));
        CHECK(answer.body.contains("href=\"#begrunnelse\""));
        CHECK(answer.body.contains("3\u00a0206\u00a0kr over budsjettet"));
        CHECK(answer.body.contains("value=\"Nye holdere\""));
        answer = town.marit.post(
            "/kurv", {{"send", "1"}, {"tittel", "Nye holdere"}, {"begrunnelse", "De er knekt."}});
        const std::string path = "/rekvisisjoner/" + std::to_string(id.value);
        CHECK(Browser::location(answer) == path);
        auto page = town.marit.get(path);
        keep(page, "rekvisisjon-egen");
        CHECK(page.body.contains("Venter på at Torbjørn Liodden godkjenner"));
        CHECK(page.body.contains("Trekk tilbake 53\u00a0696\u00a0kr"));

        page = town.torbjorn.get(path);
        keep(page, "godkjenn");
        CHECK(page.body.contains("Venter på at du godkjenner"));
        CHECK(page.body.contains("Hvorfor godkjenner du over budsjettet?"));
        answer = town.torbjorn.post(path + "/godkjenning", {{"over", ""}});
        CHECK(answer.status == 422);
        CHECK(answer.body.contains("Skriv hvorfor du godkjenner"));
        CHECK(town.torbjorn.post(path + "/godkjenning", {{"over", "Hygiene."}}).status == 303);
        page = town.torbjorn.get(path);
        keep(page, "godkjent");
        CHECK(page.body.contains("Godkjent av Torbjørn Liodden"));
        CHECK_FALSE(page.body.contains("<form class=\"section"));
    });
}

TEST_CASE("requisition pages: a line is rejected, a question asked, and «Til meg» follows") {
    in_town([](Town& town) {
        const NewLine lines[] = {gloves(town.nes, 60), wall_holder(town.nes, 5)};
        const auto id = town.fill(lines);
        const std::string path = "/rekvisisjoner/" + std::to_string(id.value);
        CHECK(town.torbjorn.get("/til-meg").body.contains("Ingenting venter på deg"));
        town.marit.get("/kurv");
        CHECK(town.marit.post("/kurv", {{"send", "1"}}).status == 303);
        auto page = town.torbjorn.get("/til-meg");
        keep(page, "til-meg");
        CHECK(page.body.contains("Én sak venter på deg"));
        CHECK(page.body.contains("Marit Svarteberg, Elvetun sykehjem: to linjer."));
        CHECK(
            page.body.contains("Du kan godkjenne inntil 50\u00a0000 kr på 3210 Elvetun sykehjem"));

        const std::string holder = id_of(town.load(id).lines[1]);
        town.torbjorn.get(path);
        auto answer = town.torbjorn.post(path + "/avvisning", {{"linje", holder}, {"grunn", " "}});
        CHECK(answer.status == 422);
        CHECK(answer.body.contains("id=\"grunn-" + holder + "-feil\""));
        CHECK(town.torbjorn
                  .post(path + "/avvisning", {{"linje", holder}, {"grunn", "Finnes på lager."}})
                  .status == 303);
        page = town.torbjorn.get(path);
        keep(page, "godkjenn-avvist-linje");
        CHECK(page.body.contains("Godkjenn 3\u00a0750\u00a0kr"));
        CHECK(page.body.contains("Avvist av Torbjørn Liodden: «Finnes på lager.»"));

        CHECK(town.torbjorn.post(path + "/sporsmal", {{"sporsmal", "Holder det med 50?"}}).status ==
              303);
        CHECK(town.torbjorn.get("/til-meg").body.contains("Ingenting venter på deg"));
        CHECK(town.marit.get("/til-meg").body.contains("Svare"));
        page = town.marit.get(path);
        keep(page, "rekvisisjon-spurt");
        CHECK(page.body.contains("Det er stilt et spørsmål til deg"));
        CHECK(page.body.contains("Torbjørn Liodden spør: «Holder det med 50?»"));
        const std::string glove = "a" + id_of(town.load(id).lines[0]);
        CHECK(town.marit.post(path + "/endring", {{glove, "50"}}).status == 303);
        CHECK(town.load(id).state == State::waiting);
        town.torbjorn.get(path);
        CHECK(town.torbjorn.post(path + "/godkjenning", {}).status == 303);
        CHECK(town.load(id).state == State::partly_approved);
        CHECK(town.load(id).net() == kroner(3'125));
        page = town.marit.get("/rekvisisjoner");
        keep(page, "rekvisisjoner");
        CHECK(page.body.contains("R-2026-0001"));
        CHECK(page.body.contains("Delvis godkjent"));
        CHECK(town.guro.get("/rekvisisjoner?vis=enheter")
                  .body.contains("Ingen rekvisisjoner her ennå."));
        // A second press of the same button answers as the first did; another is told the state.
        CHECK(town.torbjorn.post(path + "/tilbaketrekking", {}).status == 422);
    });
}

TEST_CASE("requisition pages: coding is split on its own page, without script") {
    in_town([](Town& town) {
        const NewLine lines[] = {wall_holder(town.nes, 5)};
        const auto id = town.fill(lines);
        const std::string path = "/kurv/linjer/" + id_of(town.load(id).lines[0]) + "/kontering";
        CHECK(town.torbjorn.get(path).status == 404);
        auto page = town.marit.get(path);
        CHECK(page.body.contains("<option value=\"200\" selected>200 Inventar og utstyr</option>"));
        http::Fields row = {{"rader", "1"},
                            {"art-1", "200"},
                            {"ansvar-1", "3210"},
                            {"funksjon-1", "253"},
                            {"mva-1", "1"}};
        http::Fields more = row;
        more.emplace_back("ny", "1");
        page = town.marit.post(path, more);
        CHECK(page.status == 200);
        CHECK(page.body.contains("name=\"prosent-2\""));
        http::Fields two = {{"rader", "2"},        {"art-1", "200"},     {"ansvar-1", "3210"},
                            {"funksjon-1", "253"}, {"mva-1", "1"},       {"prosent-1", "60"},
                            {"art-2", "200"},      {"ansvar-2", "3220"}, {"funksjon-2", "999"},
                            {"mva-2", "1"},        {"prosent-2", "30"},  {"lagre", "1"}};
        page = town.marit.post(path, two);
        keep(page, "kontering-feil");
        CHECK(page.status == 422);
        CHECK(page.body.contains("221,00\u00a0kr er ikke fordelt ennå."));
        two[10].second = "40";
        two[8].second = "999";
        page = town.marit.post(path, two);
        CHECK(page.status == 422);
        CHECK(page.body.contains("id=\"funksjon-2-feil\""));
        two[8].second = "234";
        CHECK(Browser::location(town.marit.post(path, two)) == "/kurv");
        page = town.marit.get("/kurv");
        keep(page, "kurv-delt");
        CHECK(page.body.contains("60 %, 1\u00a0326\u00a0kr"));
        CHECK(page.body.contains("40 %, 884\u00a0kr"));
        CHECK(page.body.contains("Går til Torbjørn Liodden og Guro Nesheim."));
        keep(town.marit.get(path), "kontering");
    });
}

TEST_CASE("requisition pages: free text, field by field") {
    in_town([](Town& town) {
        auto page = town.marit.get("/kurv/fritekst");
        keep(page, "fritekst");
        page =
            town.marit.post("/kurv/fritekst",
                            {{"beskrivelse", "Veggholder"}, {"antall", "fem"}, {"pris", "442,00"}});
        keep(page, "fritekst-feil");
        CHECK(page.status == 422);
        CHECK(page.body.contains("value=\"Veggholder\""));
        for (const auto* field : {"leverandor", "antall", "enhet", "mva", "grunn"}) {
            CAPTURE(field);
            CHECK(page.body.contains("id=\"" + std::string(field) + "-feil\""));
        }
        CHECK_FALSE(page.body.contains("id=\"pris-feil\""));
        const auto added = town.marit.post("/kurv/fritekst",
                                           {{"beskrivelse", "Veggholder"},
                                            {"antall", "5"},
                                            {"pris", "442,00"},
                                            {"leverandor", std::to_string(town.nes.dalfore.value)},
                                            {"enhet", "EA"},
                                            {"mva", "1"},
                                            {"grunn", "Passer skinnene."}});
        CHECK(Browser::location(added) == "/kurv");
        page = town.marit.get("/kurv");
        CHECK(page.body.contains("Fritekst: Veggholder"));
        CHECK(page.body.contains("Uten avtale. Begrunnelse: «Passer skinnene.»"));
        // The art is not known for free text, so the basket says so and is not sent.
        CHECK(page.body.contains("Mangler"));
        page = town.marit.post("/kurv", {{"send", "1"}});
        CHECK(page.status == 422);
        CHECK(page.body.contains("Konteringen mangler for Veggholder."));
    });
}
