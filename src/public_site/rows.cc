// What an agreement and a planned purchase look like in a row, in facts and in words; and which of
// them fit what was searched for.

#include "public_site/rows.h"

#include "base/words.h"
#include "html/components.h"
#include "http/form.h"
#include "public_site/categories.h"
#include "public_site/texts.h"

namespace samkjop::public_site {
namespace {

constexpr const char* kWritten = "nb";  // the language that agreements and plans are written in

template <class Members>
std::string names_of(const Place& place, const Members& members, std::size_t all) {
    if (members.size() == all && all > 2) {
        return say(
            place, text::all_of_them,
            {{"count", html::count_in_words(static_cast<std::int64_t>(all), place.language)}});
    }
    std::string out;
    for (const auto& each : members) out += (out.empty() ? "" : ", ") + each.name;
    return out;
}

std::string quarter_of(const Place& place, const std::optional<plan::Quarter>& quarter) {
    return quarter ? html::capitalised(quarter->in_words(place.language))
                   : say(place, text::not_decided);
}

std::string long_date(const Place& place, Date date) { return format_date(date, place.language); }

std::vector<PersonView> people_of(const std::vector<ShownContact>& contacts) {
    std::vector<PersonView> out;
    for (const ShownContact& each : contacts) {
        if (!each.empty()) out.push_back({each.name, each.email, each.telephone});
    }
    return out;
}

// Small letters without marks, so that «ØKOLOGISK» finds «økologisk»; parted into words.
std::string folded(std::string_view text) {
    std::string out(text);
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i] >= 'A' && out[i] <= 'Z') out[i] += 32;
        const auto second = static_cast<unsigned char>(out[i]);
        if (i > 0 && out[i - 1] == '\xC3' && second >= 0x80 && second <= 0x9E) out[i] += 0x20;
    }
    return out;
}

bool every_word_in(std::string_view words, const std::string& haystack) {
    const std::string wanted = folded(words);
    for (std::size_t at = 0; at < wanted.size();) {
        const std::size_t end = std::min(wanted.find(' ', at), wanted.size());
        if (end > at && haystack.find(wanted.substr(at, end - at)) == haystack.npos) return false;
        at = end + 1;
    }
    return true;
}

std::string facts_line(const Place& place, const std::vector<std::string>& cpv) {
    std::string out;
    for (const std::string& each : cpv) {
        const Text* name = division(each);
        out += (out.empty() ? "" : " ") + each;
        if (name != nullptr) out += " " + say(place, *name);
    }
    return out;
}

void add(std::vector<FactView>& facts, const Place& place, const Text& label, std::string value,
         std::string path = "") {
    if (!value.empty()) facts.push_back({say(place, label), std::move(value), std::move(path)});
}

}  // namespace

std::string say(const Place& place, const Text& text, const Arguments& arguments) {
    return render(text, place.language, arguments);
}

std::string counted(const Place& place, std::size_t count, const Text& none, const Text& one,
                    const Text& many) {
    const auto number = static_cast<std::int64_t>(count);
    if (count == 0) return say(place, none);
    return say(place, html::plural(number, one, many),
               {{"count", html::capitalised(html::count_in_words(number, place.language))}});
}

std::string category_of(const Place& place, const std::vector<std::string>& cpv) {
    if (cpv.empty()) return "";
    const Text* name = division(cpv.front());
    return name ? say(place, *name) : "";
}

std::vector<std::string> paragraphs(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = trimmed(std::string_view(text).substr(at, end - at));
        if (!line.empty()) out.emplace_back(line);
        at = end + 1;
    }
    return out;
}

std::string standing_in_words(const Place& place, const ShownAgreement& agreement, Date today) {
    switch (agreement.standing) {
        case Standing::coming:
            return say(place, text::begins, {{"date", long_date(place, agreement.from)}});
        case Standing::in_force:
            return say(place, text::holds_until, {{"date", long_date(place, agreement.to)}});
        case Standing::ended:
            return say(place, text::has_ended, {{"date", long_date(place, agreement.to)}});
        case Standing::ending:
            break;
    }
    const std::int64_t days = agreement.to - today;
    if (days == 0) return say(place, text::ends_today);
    return say(place, text::ends_soon, {{"date", long_date(place, agreement.to)}, {"days", days}});
}

std::string_view tone_of(const ShownAgreement& agreement) {
    switch (agreement.standing) {
        case Standing::in_force:
            return "good";
        case Standing::coming:
        case Standing::ending:
            return "wait";
        case Standing::ended:
            break;
    }
    return "stop";
}

std::string status_in_words(const Place& place, const ShownPurchase& purchase) {
    const Arguments when = {
        {"quarter", purchase.announcement ? purchase.announcement->in_words(place.language) : ""}};
    switch (purchase.status) {
        case plan::Status::announced:
            return say(place, text::plan_announced);
        case plan::Status::completed:
            return say(place, text::plan_completed);
        case plan::Status::cancelled:
            return say(place, text::plan_cancelled);
        case plan::Status::planned:
        case plan::Status::count_:
            break;
    }
    if (!purchase.announcement) return say(place, text::plan_undecided);
    return say(place, purchase.late ? text::plan_late : text::plan_planned, when);
}

const Text& kind_of(agreement::Kind kind) {
    switch (kind) {
        case agreement::Kind::single:
            return text::kind_single;
        case agreement::Kind::ranked:
            return text::kind_ranked;
        case agreement::Kind::mini_competition:
            return text::kind_mini;
        case agreement::Kind::local:
            return text::kind_local;
        case agreement::Kind::outside:
            break;
    }
    return text::kind_outside;
}

AgreementRow row_of(const Place& place, const ShownAgreement& agreement, std::size_t municipalities,
                    Date today) {
    AgreementRow row;
    row.path = place.link(agreement.path());
    row.title = agreement.title.text();
    row.lang = kWritten;
    row.municipalities = names_of(place, agreement.members, municipalities);
    row.until = format_short_date(agreement.to);
    row.options =
        agreement.options.empty() ? say(place, text::no_options) : agreement.options.text();
    if (agreement.standing != Standing::in_force) {
        row.state = standing_in_words(place, agreement, today);
    }
    for (const ShownSupplier& each : agreement.suppliers) {
        const bool seen = std::ranges::any_of(
            row.suppliers, [&](const Link& link) { return link.label == each.name; });
        if (!seen) row.suppliers.push_back({each.organisation_number, each.name});
    }
    return row;
}

PurchaseRow row_of(const Place& place, const ShownPurchase& purchase, std::size_t municipalities) {
    PurchaseRow row;
    row.path = place.link(purchase.path());
    row.title = purchase.title.text();
    row.lang = kWritten;
    row.method = say(place, plan::words(purchase.method));
    row.municipalities = names_of(place, purchase.municipalities, municipalities);
    row.announced = quarter_of(place, purchase.announcement);
    row.start = quarter_of(place, purchase.start);
    row.size = say(place, plan::words(purchase.size));
    if (purchase.status != plan::Status::planned || purchase.late) {
        row.state = status_in_words(place, purchase);
        row.tone = purchase.status == plan::Status::cancelled ? "stop"
                   : purchase.status == plan::Status::planned ? "wait"
                                                              : "good";
    }
    return row;
}

AgreementView view_of(const Place& place, const ShownAgreement& agreement, Date today) {
    AgreementView view;
    view.list_path = place.link("/avtaler");
    view.number = agreement.number;
    view.title = agreement.title.text();
    view.lang = kWritten;
    view.state = standing_in_words(place, agreement, today);
    view.tone = tone_of(agreement);
    view.ended = agreement.standing == Standing::ended;
    view.about = paragraphs(agreement.about.text());
    add(view.facts, place, text::period,
        say(place, text::from_to,
            {{"from", format_short_date(agreement.from)},
             {"to", format_short_date(agreement.to)}}));
    add(view.facts, place, text::col_options,
        agreement.options.empty() ? say(place, text::no_options) : agreement.options.text());
    add(view.facts, place, text::agreement_kind, say(place, kind_of(agreement.kind)));
    add(view.facts, place, text::category, facts_line(place, agreement.cpv));
    add(view.facts, place, text::notice, agreement.notice,
        agreement.notice.empty() ? "" : "https://doffin.no/notices/" + agreement.notice);
    add(view.facts, place, text::manager, agreement.manager.name);
    add(view.facts, place, text::email_label, agreement.manager.email,
        agreement.manager.email.empty() ? "" : "mailto:" + agreement.manager.email);
    const bool several = agreement.suppliers.size() > 1;
    for (const ShownSupplier& each : agreement.suppliers) {
        SupplierView supplier{
            each.name,
            say(place, text::organisation_number, {{"number", each.organisation_number}}), "", ""};
        if (several && agreement.kind == agreement::Kind::ranked) {
            supplier.rank = say(place, text::rank, {{"number", std::int64_t{each.rank}}});
        }
        if (each.lot > 0)
            supplier.lot = say(place, text::lot, {{"number", std::int64_t{each.lot}}});
        view.suppliers.push_back(std::move(supplier));
    }
    for (const ShownLot& each : agreement.lots) view.lots.push_back(each.title.text());
    for (const ShownMember& each : agreement.members) {
        view.members.push_back({each.name, format_short_date(each.from), people_of(each.contacts)});
    }
    return view;
}

PurchaseView view_of(const Place& place, const ShownPurchase& purchase) {
    PurchaseView view;
    view.list_path = place.link("/planer");
    view.number = purchase.number;
    view.title = purchase.title.text();
    view.lang = kWritten;
    view.state = status_in_words(place, purchase);
    view.tone = purchase.status == plan::Status::cancelled                  ? "stop"
                : purchase.status == plan::Status::planned || purchase.late ? "wait"
                                                                            : "good";
    view.about = paragraphs(purchase.about.text());
    view.notice = purchase.notice;
    view.contact = {purchase.contact.name, purchase.contact.email, purchase.contact.telephone};
    view.ask_path = place.link("/kontakt") + "?om=" + http::percent_encoded(purchase.path());
    if (purchase.agreement > 0) {
        view.agreement = {place.link("/avtaler/" + std::to_string(purchase.agreement)),
                          say(place, text::became, {{"number", purchase.agreement_number}})};
    }
    std::string names;
    for (const ShownMember& each : purchase.municipalities) {
        names += (names.empty() ? "" : ", ") + each.name;
    }
    add(view.facts, place, text::col_municipalities, names);
    add(view.facts, place, text::col_announced, quarter_of(place, purchase.announcement));
    add(view.facts, place, text::col_start, quarter_of(place, purchase.start));
    add(view.facts, place, text::duration, purchase.duration.text());
    add(view.facts, place, text::col_method, say(place, plan::words(purchase.method)));
    add(view.facts, place, text::col_size, say(place, plan::words(purchase.size)));
    add(view.facts, place, text::category, facts_line(place, purchase.cpv));
    return view;
}

std::string Choices::query() const {
    std::string out;
    const std::pair<std::string_view, const std::string*> all[] = {{"q", &text},
                                                                   {"kommune", &municipality},
                                                                   {"kategori", &category},
                                                                   {"leverandor", &supplier},
                                                                   {"periode", &period}};
    for (const auto& [name, value] : all) {
        if (value->empty()) continue;
        out += (out.empty() ? "?" : "&") + std::string(name) + "=" + http::percent_encoded(*value);
    }
    return out;
}

Choices choices_of(const http::Exchange& exchange) {
    const auto taken = [&](std::string_view name) {
        return std::string(cut_at_letter(trimmed(exchange.query(name)), 200));
    };
    return {taken("q"), taken("kommune"), taken("kategori"), taken("leverandor"), taken("periode")};
}

bool fits(const Place& place, const Choices& choices, const ShownAgreement& agreement) {
    const bool ended = agreement.standing == Standing::ended;
    const bool coming = agreement.standing == Standing::coming;
    if (choices.period == "kommer" ? !coming : choices.period == "utlopt" ? !ended : false) {
        return false;
    }
    if (choices.period.empty() && (ended || coming)) return false;
    if (!choices.municipality.empty() &&
        std::ranges::none_of(agreement.members, [&](const ShownMember& member) {
            return member.number == choices.municipality;
        }))
        return false;
    if (!choices.category.empty() &&
        std::ranges::none_of(agreement.cpv, [&](const std::string& code) {
            return code.starts_with(choices.category);
        }))
        return false;
    if (!choices.supplier.empty() &&
        std::ranges::none_of(agreement.suppliers, [&](const ShownSupplier& supplier) {
            return supplier.organisation_number == choices.supplier;
        }))
        return false;
    if (choices.text.empty()) return true;
    std::string all = agreement.title.text() + " " + agreement.about.text() + " " +
                      agreement.number + " " + category_of(place, agreement.cpv);
    for (const std::string& code : agreement.cpv) all += " " + code;
    for (const ShownSupplier& each : agreement.suppliers) {
        all += " " + each.name + " " + each.organisation_number;
    }
    for (const ShownLot& each : agreement.lots) all += " " + each.title.text();
    return every_word_in(choices.text, folded(all));
}

bool fits(const Place& place, const Choices& choices, const ShownPurchase& purchase) {
    if (!choices.municipality.empty() &&
        std::ranges::none_of(purchase.municipalities, [&](const ShownMember& member) {
            return member.number == choices.municipality;
        }))
        return false;
    std::string all = purchase.title.text() + " " + purchase.about.text() + " " + purchase.number +
                      " " + category_of(place, purchase.cpv);
    for (const std::string& code : purchase.cpv) all += " " + code;
    return every_word_in(choices.text, folded(all));
}

}  // namespace samkjop::public_site
