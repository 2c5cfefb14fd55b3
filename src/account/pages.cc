// Signing in and out, the language, and one's own page. The password is tried in the prepare step:
// argon2id takes 80 ms, and the writer has other things to do.

#include "account/pages.h"

#include "account/account.h"
#include "account/texts.h"
#include "html/components.h"
#include "http/dispatcher.h"
#include "http/form.h"
#include "party/texts.h"
#include "trail/trail.h"

namespace samkjop::account {
namespace {

using http::Exchange;
using http::Post;
using http::Response;

constexpr int kYearSeconds = 365 * 24 * 3600;

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c += 32;
    return out;
}

std::string local_or_start(std::string_view path) {
    return http::is_local_path(path) ? std::string(path) : "/";
}

const Text& name_of(Role role) {
    static constexpr const Text* kNames[] = {
        &party::text::role_requester,    &party::text::role_approver,
        &party::text::role_receiver,     &party::text::role_certifier,
        &party::text::role_authoriser,   &party::text::role_accountant,
        &party::text::role_budget_owner, &party::text::role_administrator,
        &party::text::role_coordinator,  &party::text::role_auditor,
        &party::text::role_operator};
    static_assert(std::size(kNames) == static_cast<std::size_t>(Role::count_));
    return *kNames[static_cast<std::size_t>(role)];
}

std::vector<std::string> role_names(const party::Person& person, Language language) {
    std::vector<std::string> out;
    for (const Grant& grant : person.grants) {
        std::string name(name_of(grant.role).in(language));
        if (std::ranges::find(out, name) == out.end()) out.push_back(std::move(name));
    }
    return out;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

bool has_role(const party::Person& person, Role role) {
    return std::ranges::any_of(person.grants,
                               [&](const Grant& grant) { return grant.role == role; });
}

// Who stands on the short list: everybody in the host's largest unit, so that a whole purchase can
// be tried, and the first of each of the other trades.
class ShortList {
public:
    explicit ShortList(const std::vector<party::Person>& people) {
        std::map<std::int64_t, int> count;
        for (const party::Person& person : people) {
            const bool central =
                std::ranges::any_of(kCentral, [&](Role role) { return has_role(person, role); });
            if (!central) ++count[person.unit.value];
        }
        for (const auto& [unit, number] : count) {
            if (number > count[unit_]) unit_ = unit;
        }
    }
    bool takes(const party::Person& person) {
        if (person.unit.value == unit_) return true;
        for (const Role role : kCentral) {
            if (has_role(person, role) && taken_.insert(role).second) return true;
        }
        return false;
    }

private:
    static constexpr std::array kCentral = {Role::accountant, Role::coordinator,
                                            Role::administrator, Role::auditor, Role::operator_};
    std::int64_t unit_ = 0;
    std::set<Role> taken_;
};

std::vector<DemoGroup> demo_people(Exchange& e) {
    std::vector<DemoGroup> out(1);
    if (e.site == nullptr || !e.site->demo) return {};
    for (const auto& municipality : party::municipalities(e.db)) {
        std::map<std::int64_t, std::string> units;
        for (const auto& unit : party::units(e.db, municipality.id))
            units[unit.id.value] = unit.name;
        std::vector<party::Person> people = party::people(e.db, municipality.id);
        std::erase_if(people, [&](const party::Person& person) {
            return person.blocked || !party::password_hash_of(e.db, person.id);
        });
        if (people.empty()) continue;
        ShortList chosen(people);
        DemoGroup group;
        group.title = render(text::demo_group, e.language,
                             {{"municipality", municipality.title()},
                              {"count", static_cast<std::int64_t>(people.size())}});
        for (const party::Person& person : people) {
            const DemoPerson row{
                person.user_name, person.name,
                joined(role_names(person, e.language)) + " · " + units[person.unit.value]};
            if (municipality.host && chosen.takes(person)) out[0].people.push_back(row);
            group.people.push_back(row);
        }
        out.push_back(std::move(group));
    }
    if (out[0].people.empty() && out.size() == 2) out.erase(out.begin());
    return out;
}

Response show_sign_in(Exchange& e, std::string user_name, std::string to,
                      std::vector<Refusal> refusals) {
    SignInPage view;
    view.user_name = std::move(user_name);
    view.to = std::move(to);
    view.refusals = std::move(refusals);
    view.demo = demo_people(e);
    if (e.site != nullptr) view.region = e.site->region_says_in(e.language);
    return http::page(
        e, {.title = std::string(text::sign_in.in(e.language)), .refused = !view.refusals.empty()},
        [&](html::Out& o) { sign_in_page(o, view); });
}

Response sign_in_form(Exchange& e) {
    const std::string to = local_or_start(e.query("til"));
    if (e.actor.user) return http::see_other(to);
    return show_sign_in(e, std::string(e.query("bruker")), to, {});
}

struct Attempt {
    UserId user;
    std::optional<int> wait_minutes;
};

std::any try_password(Exchange& e) {
    Attempt attempt;
    const std::string name = lower_case(e.form("bruker"));
    attempt.wait_minutes = begin_attempt(e.site->database, name, e.request.remote_address, e.now);
    if (attempt.wait_minutes) return attempt;
    const auto person = party::person_by_user_name(e.db, name);
    const auto hash =
        person && !person->blocked ? party::password_hash_of(e.db, person->id) : std::nullopt;
    if (password_holds(hash, e.form("passord"))) {
        attempt.user = person->id;
        attempt_succeeded(e.site->database, name);
    }
    return attempt;
}

Response sign_in(Post& e) {
    const auto attempt = std::any_cast<Attempt>(e.prepared);
    const std::string to = local_or_start(e.form("til"));
    const auto actor = attempt.user ? party::actor(e.db, attempt.user, e.today) : std::nullopt;
    if (!actor) {
        Refusal refusal{&text::wrong_password, {}, "bruker"};
        if (attempt.wait_minutes) {
            refusal = {&text::too_many_attempts,
                       {{"minutes", std::int64_t{*attempt.wait_minutes}}},
                       "bruker"};
        }
        return show_sign_in(e, std::string(e.form("bruker")), to, {refusal});
    }
    const std::string old = e.request.cookie(http::kSessionCookie);
    const std::string token = begin_session(e.tx, attempt.user, e.now, old);
    trail::append(e.tx, *actor, e.now, {"user", attempt.user.value}, "signed_in");
    e.commit();
    Response response = http::see_other(to);
    response.headers.emplace_back("Set-Cookie", http::set_cookie(e.request, http::kSessionCookie,
                                                                 token, kSessionHours * 3600));
    return response;
}

Response sign_out(Post& e) {
    end_session(e.tx, e.request.cookie(http::kSessionCookie), e.now);
    trail::append(e.tx, e.actor, e.now, {"user", e.actor.user.value}, "signed_out");
    e.commit();
    Response response = http::see_other("/logg-inn");
    response.headers.emplace_back("Set-Cookie",
                                  http::set_cookie(e.request, http::kSessionCookie, "", 0));
    return response;
}

// A visitor's choice lives in a cookie; a person's own choice is stored with the person.
Response choose_language(Post& e) {
    const Language chosen = language_from(e.form("sprak"), e.language);
    if (e.actor.user) {
        auto person = party::person(e.db, e.actor.user);
        if (person && person->language != chosen) {
            person->language = chosen;
            // Nothing that a rule could refuse is changed; if one does, the cookie still holds.
            (void)party::change_person(e.tx, e.actor, e.now, *person);
        }
    }
    e.commit();
    std::string to(e.form("til"));
    if (to.empty()) {
        const std::string_view referer = e.request.header("referer");
        const auto host = e.request.header("host");
        const auto at = host.empty() ? referer.npos : referer.find(host);
        if (at != referer.npos) to = referer.substr(at + host.size());
    }
    Response response = http::see_other(local_or_start(to));
    response.headers.emplace_back("Set-Cookie", http::set_cookie(e.request, http::kLanguageCookie,
                                                                 code(chosen), kYearSeconds));
    return response;
}

// --- one's own page ------------------------------------------------------------------------------

std::string period(const party::Delegation& row, Language language, Date today) {
    return render(
        text::period, language,
        {{"from", html::day(row.valid_from, language, today)},
         {"to", row.valid_to == party::kOpenEnd ? std::string(text::until_ended.in(language))
                                                : html::day(row.valid_to, language, today)}});
}

MePage me_view(Exchange& e) {
    MePage view;
    const auto person = party::person(e.db, e.actor.user);
    view.name = e.actor.name;
    view.user_name = person->user_name;
    view.email = person->email;
    view.unit = e.actor.unit_name;
    view.roles = role_names(*person, e.language);
    for (const party::Delegation& row : party::delegations_of(e.db, e.actor.user)) {
        if (row.valid_to < e.today) continue;
        const bool mine = row.from == e.actor.user;
        const auto other = party::person(e.db, mine ? row.to : row.from);
        SubstituteRow out{row.id, other ? other->name : "", period(row, e.language, e.today), mine};
        (mine ? view.substitutes : view.stands_in_for).push_back(std::move(out));
    }
    for (const party::Person& other : party::people(e.db, e.actor.municipality)) {
        if (other.id != e.actor.user && !other.blocked)
            view.colleagues.emplace_back(other.id.value, other.name);
    }
    view.from = e.today.iso();
    view.password_changed = e.query("passord") == "endret";
    return view;
}

Response show_me(Exchange& e, const MePage& view) {
    return http::page(
        e, {.title = std::string(text::me.in(e.language)), .refused = !view.refusals.empty()},
        [&](html::Out& o) { me_page(o, view); });
}

Response me(Exchange& e) { return show_me(e, me_view(e)); }

struct NewPassword {
    std::optional<Refusal> refusal;
    std::string hash;
};

std::any prepare_password(Exchange& e) {
    NewPassword out;
    const auto person = party::person(e.db, e.actor.user);
    const std::string& name = person->user_name;
    if (const auto minutes =
            begin_attempt(e.site->database, name, e.request.remote_address, e.now)) {
        out.refusal = {&text::too_many_attempts, {{"minutes", std::int64_t{*minutes}}}, "gammelt"};
        return out;
    }
    if (!password_holds(party::password_hash_of(e.db, e.actor.user), e.form("gammelt"))) {
        out.refusal = {&text::wrong_old_password, {}, "gammelt"};
        return out;
    }
    attempt_succeeded(e.site->database, name);
    if (const auto judged = judge_new_password(e.form("nytt"), name); !judged) {
        out.refusal = judged.error();
        return out;
    }
    out.hash = hash_password(e.form("nytt"));
    return out;
}

Response change_password(Post& e) {
    const auto& prepared = std::any_cast<const NewPassword&>(e.prepared);
    if (prepared.refusal) {
        MePage view = me_view(e);
        view.refusals = {*prepared.refusal};
        return show_me(e, view);
    }
    party::set_password_hash(e.tx, e.actor.user, prepared.hash);
    end_other_sessions(e.tx, e.actor.user, e.request.cookie(http::kSessionCookie), e.now);
    trail::append(e.tx, e.actor, e.now, {"user", e.actor.user.value}, "password_changed");
    e.commit();
    return http::see_other("/meg?passord=endret#passord");
}

Result<std::int64_t> read_and_add_substitute(Post& e) {
    party::Delegation row;
    row.from = e.actor.user;
    row.to = {e.number("stedfortreder")};
    if (!row.to) return refuse(text::choose_substitute, {}, "stedfortreder");
    const auto from = Date::parse(e.form("fra"));
    const auto to = Date::parse(e.form("til_og_med"));
    if (!from) return refuse(text::date_missing, {}, "fra");
    if (!to) return refuse(text::date_missing, {}, "til_og_med");
    if (*to < e.today) return refuse(text::date_passed, {}, "til_og_med");
    row.valid_from = *from;
    row.valid_to = *to;
    row.reason = e.form("grunn");
    auto added = party::add_delegation(e.tx, e.actor, e.now, row);
    if (!added) added.error().field = added.error().field == "valid_from" ? "fra" : "stedfortreder";
    return added;
}

Response add_substitute(Post& e) {
    const auto added = read_and_add_substitute(e);
    if (!added) {
        MePage view = me_view(e);
        view.refusals = {added.error()};
        view.from = e.form("fra");
        view.to = e.form("til_og_med");
        view.reason = e.form("grunn");
        view.chosen = e.number("stedfortreder");
        return show_me(e, view);
    }
    e.commit();
    return http::see_other("/meg#stedfortreder-tittel");
}

// From tomorrow: what the substitute did today stands.
Response end_substitute(Post& e) {
    for (const party::Delegation& row : party::delegations_of(e.db, e.actor.user)) {
        if (row.id != e.path_id() || row.from != e.actor.user) continue;
        const Date last = std::max(e.today, row.valid_from);
        if (const auto ended = party::end_delegation(e.tx, e.actor, e.now, row.id, last); !ended) {
            MePage view = me_view(e);
            view.refusals = {ended.error()};
            view.refusals[0].field = "";
            return show_me(e, view);
        }
        e.commit();
        return http::see_other("/meg#stedfortreder-tittel");
    }
    return http::not_found();
}

constexpr http::Route kRows[] = {
    http::get("/logg-inn", Permission::anyone, sign_in_form),
    http::post("/logg-inn", Permission::anyone, try_password, sign_in),
    http::post("/logg-ut", Permission::signed_in, sign_out),
    http::post("/sprak", Permission::anyone, choose_language),
    http::get("/velkommen", Permission::anyone, welcome),
    http::post("/velkommen", Permission::anyone, prepare_welcome, post_welcome),
    http::get("/meg", Permission::signed_in, me),
    http::post("/meg/passord", Permission::signed_in, prepare_password, change_password),
    http::post("/meg/stedfortreder", Permission::signed_in, add_substitute),
    http::post("/meg/stedfortreder/{id}/avslutt", Permission::signed_in, end_substitute),
};

}  // namespace

const std::span<const http::Route> kRoutes = kRows;

}  // namespace samkjop::account
