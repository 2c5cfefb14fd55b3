// The coordinator's own work, done by her through the same doors: the plan is taken in from a
// spreadsheet, pages are written and released, agreements are released with their public words.

#include "app/demo_public.h"

#include <iostream>

#include "agreement/publish.h"
#include "db/db.h"
#include "party/party.h"
#include "plan/intake.h"
#include "public_site/public_site.h"
#include "sheet/sheet.h"

namespace samkjop::app {
namespace {

namespace fs = std::filesystem;

std::optional<Actor> coordinator(db::Session& session) {
    for (const party::Municipality& municipality : party::municipalities(session)) {
        for (const party::Person& person : party::people(session, municipality.id)) {
            for (const Grant& grant : person.grants) {
                if (grant.role == Role::coordinator) return party::actor(session, person.id);
            }
        }
    }
    return std::nullopt;
}

// «1-strategi.nn.txt»: the title, a line that sums it up, then the text.
public_site::PageText page_text(const std::string& file) {
    const auto first = file.find('\n');
    const auto second = file.find('\n', first + 1);
    return {file.substr(0, first), file.substr(first + 1, second - first - 1),
            file.substr(second + 1)};
}

bool write_pages(db::Tx& tx, const Actor& actor, Instant at, const fs::path& folder,
                 const std::function<std::string(const fs::path&)>& filled) {
    std::map<std::string, public_site::PageDraft>
        drafts;  // by file name, which begins with a place
    for (const auto& entry : fs::directory_iterator(folder / "public")) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(".txt")) continue;
        const auto dot = name.find('.');
        const std::string language = name.substr(dot + 1, 2);
        public_site::PageDraft& draft = drafts[name.substr(0, dot)];
        draft.position = name.front() - '0';
        draft.kind = name.find("strategi") != name.npos     ? public_site::PageKind::strategy
                     : name.find("leverandor") != name.npos ? public_site::PageKind::suppliers
                                                            : public_site::PageKind::routine;
        const auto index = static_cast<std::size_t>(language_from(language, Language::nb));
        draft.texts[index] = page_text(filled(fs::path("public") / name));
    }
    for (const auto& [name, draft] : drafts) {
        const auto page = public_site::save_page(tx, actor, at, draft);
        if (!page) {
            std::cerr << name << ": " << page.error().front().in(Language::nb) << "\n";
            return false;
        }
        (void)public_site::release_page(tx, actor, at, *page);
    }
    return true;
}

bool release_agreements(db::Tx& tx, const Actor& actor, Instant at, const std::string& file) {
    const auto book = sheet::read(file);
    if (!book || book->sheets.empty()) return false;
    for (const sheet::Row& row : book->sheets.front().rows) {
        const auto agreement = agreement::find_by_number(tx, row.at(0).value);
        if (!agreement) continue;  // the headings
        std::string words = row.at(1).value;
        for (auto mark = words.find("\\n"); mark != words.npos; mark = words.find("\\n", mark)) {
            words.replace(mark, 2, "\n");
        }
        const auto done = agreement::publish(tx, actor, at, agreement->id, true, words);
        if (!done) std::cerr << agreement->number << ": " << done.error().in(Language::nb) << "\n";
    }
    return true;
}

void fill_settings(db::Tx& tx, const Actor& actor, Instant at) {
    public_site::Settings settings = public_site::settings(tx);
    settings.publisher = "Innkjøp i Hallingdal";
    for (const party::Municipality& each : party::municipalities(tx)) {
        if (each.host) settings.publisher_number = each.organisation_number;
    }
    settings.contact_name = actor.name + ", innkjøpskoordinator";
    settings.contact_email = "innkjop@hallingdal.example";
    settings.contact_phone = "32 00 00 00";
    settings.contact_address = "Rådhuset på Nesbyen";
    settings.assessed_on = (at.oslo_date() - 20).iso();
    public_site::save_settings(tx, actor, at, settings);
}

}  // namespace

bool load_public(db::Database& database, const fs::path& folder,
                 const std::function<std::string(const fs::path&)>& filled, Instant at) {
    if (!fs::exists(folder / "plan.csv")) return true;
    bool fine = true;
    database.write([&](db::Tx& tx) {
        const auto actor = coordinator(tx);
        if (!actor || !public_site::pages(tx).empty()) return;
        const plan::Intake plan = plan::take(tx, *actor, at, filled("plan.csv"));
        for (const plan::Message& each : plan.messages) {
            std::cerr << "plan.csv " << each.line << ": " << each.refusal.in(Language::nb) << "\n";
        }
        fine = plan.messages.empty() && write_pages(tx, *actor, at, folder, filled) &&
               release_agreements(tx, *actor, at, filled("public/agreements.csv"));
        fill_settings(tx, *actor, at);
        if (fine) tx.commit();
    });
    return fine;
}

}  // namespace samkjop::app
