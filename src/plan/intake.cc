// Reads a plan from a spreadsheet and writes one. What is written can be read again.

#include "plan/intake.h"

#include "db/db.h"
#include "party/party.h"
#include "plan/texts.h"

namespace samkjop::plan {
namespace {

enum Column : std::size_t {
    kNumber,
    kTitle,
    kDescription,
    kMunicipalities,
    kAnnouncement,
    kStart,
    kMethod,
    kDuration,
    kBand,
    kEstimate,
    kCpv,
    kContact,
    kEmail,
    kNotice,
    kReplaces,
    kAgreement,
    kNote,
    kReleased
};

const std::vector<sheet::Wanted>& wanted() {
    static const std::vector<sheet::Wanted> all = {
        {"number", "number nummer nr plannummer"},
        {"title", "title innkjøp innkjop tittel anskaffelse purchase hvaskalkjøpes", true},
        {"description", "description beskrivelse omfang skildring hvaomfatterdet"},
        {"municipalities", "municipalities kommuner kommunar deltakere", true},
        {"announcement", "announcement lysesut blirlystut kunngjøres announced"},
        {"start", "start oppstart avtalestart"},
        {"method", "method framgangsmåte framgangsmate prosedyre procedure"},
        {"duration", "duration varighet varigheit"},
        {"value_band", "valueband anslåttverdi ventaverdi verdi expectedvalue"},
        {"estimate", "estimate interntanslag interntoverslag internalestimate*"},
        {"cpv", "cpv cpvkoder cpvkode cpvkodar cpvcodes"},
        {"contact", "contact kontakt kontaktperson contactperson"},
        {"email", "email epost"},
        {"notice", "notice kunngjøring kunngjering doffin"},
        {"replaces", "replaces erstatter erstattar erstatteravtale erstattaravtale"},
        {"agreement", "agreement bletilavtale vartilavtale vartavtale becameagreement"},
        {"note", "note notat interntnotat internalnote"},
        {"released", "released frigitt"}};
    return all;
}

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> out;
    std::string word;
    for (const char c : text + " ") {
        if (c != ' ' && c != ',' && c != ';' && c != '\n') {
            word += c;
        } else if (!word.empty()) {
            out.push_back(std::exchange(word, ""));
        }
    }
    return out;
}

template <class E>
std::optional<E> chosen(const std::string& text) {
    if (text.empty()) return E{};
    for (int i = 0; i < static_cast<int>(E::count_); ++i) {
        const auto each = static_cast<E>(i);
        const std::string folded = sheet::folded(text);
        if (text == code(each)) return each;
        for (const Language language : {Language::nb, Language::nn, Language::en}) {
            if (folded == sheet::folded(words(each).in(language))) return each;
        }
    }
    return std::nullopt;
}

class Reader {
public:
    Reader(db::Tx& tx, const Actor& actor, Instant at, const sheet::Found& found)
        : tx_(tx), actor_(actor), at_(at), found_(found) {
        municipalities_ = party::municipalities(tx);
    }

    void row(const sheet::Row& row, Intake& out) {
        const std::size_t before = out.messages.size();
        const auto say = [&](const Text& text, std::string field, Arguments arguments = {}) {
            out.messages.push_back({row.line, {&text, std::move(arguments), std::move(field)}});
        };
        const std::string number = cell(row, kNumber);
        const auto old = number.empty() ? std::nullopt : find_by_number(tx_, number);
        PlannedPurchase purchase = old.value_or(PlannedPurchase{});
        purchase.number = number;
        fill_words(row, purchase);
        fill_choices(row, purchase, say);
        ++out.rows;
        if (out.messages.size() != before) return;
        keep(row, old, purchase, out);
    }

private:
    std::string cell(const sheet::Row& row, Column column) const {
        const int at = found_.columns[column];
        return at < 0 ? "" : row.at(at).shown();
    }
    bool has(Column column) const { return found_.columns[column] >= 0; }

    void fill_words(const sheet::Row& row, PlannedPurchase& purchase) const {
        const std::pair<Column, std::string PlannedPurchase::*> fields[] = {
            {kTitle, &PlannedPurchase::title},
            {kDescription, &PlannedPurchase::description},
            {kDuration, &PlannedPurchase::duration},
            {kContact, &PlannedPurchase::contact_name},
            {kEmail, &PlannedPurchase::contact_email},
            {kNotice, &PlannedPurchase::notice},
            {kReplaces, &PlannedPurchase::replaces},
            {kAgreement, &PlannedPurchase::agreement},
            {kNote, &PlannedPurchase::note}};
        for (const auto& [column, member] : fields) {
            if (has(column)) purchase.*member = cell(row, column);
        }
        if (has(kCpv)) purchase.cpv = words_of(cell(row, kCpv));
        if (purchase.description.empty()) purchase.description = purchase.title;
    }

    template <class Say>
    void fill_choices(const sheet::Row& row, PlannedPurchase& purchase, const Say& say) const {
        purchase.municipalities.clear();
        for (const std::string& word : words_of(cell(row, kMunicipalities))) {
            const auto found =
                std::ranges::find_if(municipalities_, [&](const party::Municipality& each) {
                    return each.number == word || sheet::folded(each.name) == sheet::folded(word);
                });
            if (found == municipalities_.end()) {
                say(text::municipality_unknown, "municipalities", {{"name", word}});
            } else {
                purchase.municipalities.push_back(found->id);
            }
        }
        const auto quarter = [&](Column column, std::optional<Quarter>& target, const char* field) {
            if (!has(column)) return;
            const std::string typed = cell(row, column);
            target = Quarter::parse(typed);
            const auto date = row.at(found_.columns[column]).date();
            if (!target && date) target = Quarter::of(*date);
            if (!target && !typed.empty()) say(text::quarter_unknown, field, {{"typed", typed}});
        };
        quarter(kAnnouncement, purchase.announcement, "announcement");
        quarter(kStart, purchase.start, "start");
        const auto method = chosen<Method>(cell(row, kMethod));
        if (!method) say(text::choice_unknown, "method", {{"typed", cell(row, kMethod)}});
        if (has(kMethod) && method) purchase.method = *method;
        const auto band = chosen<ValueBand>(cell(row, kBand));
        if (!band) say(text::choice_unknown, "value_band", {{"typed", cell(row, kBand)}});
        if (has(kBand) && band) purchase.value_band = *band;
        if (has(kEstimate)) {
            purchase.estimate.reset();
            const sheet::Cell& written = row.at(found_.columns[kEstimate]);
            const auto value = written.number();
            if (value && !value->is_negative() && *value < Decimal::whole(100'000'000'000)) {
                purchase.estimate = times(Decimal::whole(1), *value);
            } else if (!written.blank()) {
                say(text::estimate_wrong, "estimate");
            }
        }
    }

    void keep(const sheet::Row& row, const std::optional<PlannedPurchase>& old,
              const PlannedPurchase& purchase, Intake& out) {
        PlanId id = purchase.id;
        if (!old || !same(*old, purchase)) {
            auto saved = save(tx_, actor_, at_, purchase);
            if (!saved) {
                for (Refusal& each : saved.error())
                    out.messages.push_back({row.line, std::move(each)});
                return;
            }
            id = *saved;
            ++(old ? out.changed : out.created);
        } else {
            ++out.unchanged;
        }
        if (!old && !purchase.notice.empty()) (void)happen(tx_, actor_, at_, id, Event::announce);
        if (!has(kReleased)) return;
        const std::string released = sheet::folded(cell(row, kReleased));
        (void)set_released(
            tx_, actor_, at_, id,
            released == "ja" || released == "yes" || released == "1" || released == "x");
    }

    static bool same(const PlannedPurchase& a, const PlannedPurchase& b) {
        auto left = a.municipalities, right = b.municipalities;
        std::ranges::sort(left);
        std::ranges::sort(right);
        return left == right &&
               std::tie(a.title, a.description, a.cpv, a.value_band, a.estimate, a.duration,
                        a.announcement, a.start, a.method, a.contact_name, a.contact_email,
                        a.notice, a.replaces, a.agreement, a.note) ==
                   std::tie(b.title, b.description, b.cpv, b.value_band, b.estimate, b.duration,
                            b.announcement, b.start, b.method, b.contact_name, b.contact_email,
                            b.notice, b.replaces, b.agreement, b.note);
    }

    db::Tx& tx_;
    const Actor& actor_;
    Instant at_;
    const sheet::Found& found_;
    std::vector<party::Municipality> municipalities_;
};

}  // namespace

Intake take(db::Tx& tx, const Actor& actor, Instant at, std::string_view bytes) {
    Intake out;
    const auto book = sheet::read(bytes);
    if (!book) {
        out.messages.push_back({0, book.error()});
        return out;
    }
    for (const sheet::Sheet& each : book->sheets) {
        const auto found = sheet::find_headings(each, wanted());
        if (!found) continue;
        Reader reader(tx, actor, at, *found);
        for (std::size_t i = found->first_row; i < each.rows.size(); ++i) {
            if (!each.rows[i].blank()) reader.row(each.rows[i], out);
        }
        return out;  // the first sheet that is a plan
    }
    out.messages.push_back({0, {&text::no_headings, {}, ""}});
    return out;
}

sheet::Table table_of(db::Session& session, std::span<const PlannedPurchase> purchases,
                      Language language) {
    const auto municipalities = party::municipalities(session);
    sheet::Table out;
    out.name = text::title.in(language);
    const std::pair<const char*, const Text*> columns[] = {
        {"number", &text::field_number},
        {"title", &text::col_purchase},
        {"description", &text::col_description},
        {"municipalities", &text::col_municipalities},
        {"announcement", &text::col_announcement},
        {"start", &text::col_start},
        {"method", &text::col_method},
        {"duration", &text::field_duration},
        {"value_band", &text::col_value},
        {"estimate", &text::col_estimate},
        {"cpv", &text::field_cpv},
        {"contact", &text::field_contact_name},
        {"email", &text::field_contact_email},
        {"notice", &text::col_notice},
        {"replaces", &text::field_replaces},
        {"agreement", &text::field_agreement},
        {"note", &text::field_note},
        {"released", &text::is_released},
        {"status", &text::col_state}};
    for (const auto& [key, heading] : columns) {
        out.columns.push_back({key, std::string(heading->in(language))});
    }
    const auto quarter = [](const std::optional<Quarter>& value) {
        return value ? value->code() : "";
    };
    for (const PlannedPurchase& each : purchases) {
        std::string names, cpv;
        for (const party::Municipality& one : municipalities) {
            if (each.is_for(one.id)) names += (names.empty() ? "" : ", ") + one.name;
        }
        for (const std::string& one : each.cpv) cpv += (cpv.empty() ? "" : " ") + one;
        out.rows.push_back(
            {each.number, each.title, each.description, names, quarter(each.announcement),
             quarter(each.start), words(each.method).in(language), each.duration,
             words(each.value_band).in(language), each.estimate, cpv, each.contact_name,
             each.contact_email, each.notice, each.replaces, each.agreement, each.note,
             sheet::Value::yes_no(each.released), words(each.status).in(language)});
    }
    return out;
}

}  // namespace samkjop::plan
