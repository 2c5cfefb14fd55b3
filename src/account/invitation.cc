// A new colleague, or one who has forgotten the password, gets a link from the administrator. The
// link works once and for seven days; a newer link to the same person ends the older one. Whoever
// opens it chooses a password, and every session of the person ends.

#include "account/pages.h"
#include "account/store.h"
#include "account/texts.h"
#include "base/crypto.h"
#include "db/db.h"
#include "http/dispatcher.h"
#include "http/form.h"
#include "trail/trail.h"

namespace samkjop::account {
namespace {

constexpr std::int64_t kDayMs = 24 * 3600 * 1000;

std::optional<party::Person> invited(db::Session& session, std::string_view token, Instant now) {
    const auto user = store::invited(session, token, now);
    auto person = user ? party::person(session, *user) : std::nullopt;
    if (person && person->blocked) return std::nullopt;
    return person;
}

http::Response show(http::Exchange& e, WelcomePage view) {
    return http::page(
        e, {.title = std::string(text::welcome.in(e.language)), .refused = !view.refusals.empty()},
        [&](html::Out& o) { welcome_page(o, view); });
}

WelcomePage view_of(const http::Exchange& e, const std::optional<party::Person>& person) {
    WelcomePage view;
    if (!person) return view;
    view.token = e.has_form("nokkel") ? e.form("nokkel") : e.query("nokkel");
    view.name = person->name;
    view.user_name = person->user_name;
    return view;
}

struct Chosen {
    std::optional<Refusal> refusal;
    std::string hash;
};

}  // namespace

std::string invite(db::Tx& tx, const Actor& actor, UserId user, Instant now) {
    store::end_invitations(tx, user, now);
    const std::string token = random_token();
    store::add_invitation(tx, user, token, now,
                          Instant(now.milliseconds() + kInvitationDays * kDayMs));
    trail::append(tx, actor, now, {"user", user.value}, "invited");
    return token;
}

http::Response welcome(http::Exchange& e) {
    return show(e, view_of(e, invited(e.db, e.query("nokkel"), e.now)));
}

// The hash is slow on purpose: made before the transaction.
std::any prepare_welcome(http::Exchange& e) {
    Chosen out;
    const auto person = invited(e.db, e.form("nokkel"), e.now);
    if (!person) return out;
    if (const auto judged = judge_new_password(e.form("nytt"), person->user_name); !judged)
        out.refusal = judged.error();
    else
        out.hash = hash_password(e.form("nytt"));
    return out;
}

http::Response post_welcome(http::Post& e) {
    const auto& chosen = std::any_cast<const Chosen&>(e.prepared);
    const auto person = invited(e.db, e.form("nokkel"), e.now);
    if (!person || (chosen.hash.empty() && !chosen.refusal)) return show(e, {});
    if (chosen.refusal) {
        WelcomePage view = view_of(e, person);
        view.refusals = {*chosen.refusal};
        return show(e, view);
    }
    party::set_password_hash(e.tx, person->id, chosen.hash);
    store::end_invitations(e.tx, person->id, e.now);
    end_other_sessions(e.tx, person->id, "", e.now);
    Actor own = Actor::system(person->municipality);
    own.user = person->id;
    own.name = person->name;
    trail::append(e.tx, own, e.now, {"user", person->id.value}, "password_changed");
    e.commit();
    return http::see_other("/logg-inn?bruker=" + http::percent_encoded(person->user_name));
}

}  // namespace samkjop::account
