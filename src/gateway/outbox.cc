// What goes out. Our own documents are held against the same rules as everybody's before they
// leave: one that breaks them is withheld, and a person gets it, while the stage's own work stands.
#include <fmt/format.h>

#include "base/crypto.h"
#include "base/words.h"
#include "gateway/inbox.h"
#include "gateway/mail.h"
#include "gateway/rules.h"
#include "gateway/texts.h"
#include "party/party.h"
#include "trail/trail.h"

namespace samkjop::gateway {
namespace {

std::map<std::string, Delivery, std::less<>>& deliveries() {
    static std::map<std::string, Delivery, std::less<>> all;
    return all;
}

void withhold(db::Tx& tx, DocumentId id, const store::NewOut& row, const peppol::Verdict& verdict) {
    const Unfit unfit = unfit_from(verdict);
    std::array<std::string, 3> sentences;
    for (const Language language : {Language::nb, Language::nn, Language::en}) {
        const auto i = static_cast<std::size_t>(language);
        sentences[i] = render(text::own_rules_broken, language,
                              {{"count", unfit.count}, {"first", unfit.first[i]}});
    }
    store::set_reason(tx, id, text::own_rules_broken.key, sentences);
    trail::append(tx, Actor::system(row.municipality), row.at, {"document", id.value}, "withheld",
                  trail::Detail().add("rules", row.findings));
    open_task(tx, "document_given_up", id, row.municipality, row.label, sentences[0], row.at);
    tell_stage(tx, *store::load(tx, id), false, row.at);
}

}  // namespace

void register_delivery(std::string_view subject_kind, Delivery told) {
    deliveries()[std::string(subject_kind)] = told;
}

void tell_stage(db::Tx& tx, const Document& document, bool through, Instant at) {
    const auto told = deliveries().find(document.subject_kind);
    if (told != deliveries().end()) told->second(tx, document, through, at);
}

DocumentId enqueue(db::Tx& tx, const Outgoing& out, Instant at) {
    ubl::Envelope envelope;
    envelope.sender = out.sender;
    envelope.receiver = out.receiver;
    envelope.instance = uuid();
    envelope.country = "NO";
    envelope.created = at.iso();
    store::NewOut row;
    row.municipality = out.municipality;
    row.type = out.type;
    row.channel = settings().fetched ? "http" : "folder";
    row.file_name = safe_file_name(fmt::format("{}-{}.xml", ubl::type_name(out.type), out.number));
    row.sender = out.sender;
    row.receiver = out.receiver;
    row.counterpart = out.counterpart;
    row.number = out.number;
    row.instance = envelope.instance;
    row.subject_kind = out.subject_kind;
    row.subject = out.subject;
    row.label = out.label;
    row.path = out.path;
    row.at = at;
    const peppol::Verdict verdict =
        peppol::judge(out.bytes, out.type, {.bytes = ubl::kHardLimitBytes});
    const auto state =
        verdict.valid() ? std::optional(State::queued) : next(State::queued, Event::withhold);
    SK_ASSERT(state.has_value());
    row.state = *state;
    row.findings = rule_names(verdict);
    row.bytes = ubl::wrap(std::move(envelope), out.bytes);
    const DocumentId id = store::insert_out(tx, row);
    if (!verdict.valid()) withhold(tx, id, row, verdict);
    return id;
}

DocumentId enqueue(db::Tx& tx, const Letter& letter, Instant at) {
    const std::string& from = settings().mail.from;
    store::NewOut row;
    row.municipality = letter.municipality;
    row.type = letter.type;
    row.channel = "mail";
    row.file_name =
        safe_file_name(fmt::format("{}-{}.eml", ubl::type_name(letter.type), letter.number));
    row.sender = from;
    row.receiver = letter.to;
    row.counterpart = letter.to_name;
    row.number = letter.number;
    row.instance = uuid() + "@" + from.substr(from.find('@') + 1);
    row.subject_kind = letter.subject_kind;
    row.subject = letter.subject_id;
    row.label = letter.label;
    row.path = letter.path;
    row.at = at;
    row.bytes = compose(letter, from, row.instance, at);
    return store::insert_out(tx, row);
}

std::optional<DocumentId> notify(db::Tx& tx, const Notice& notice, Instant at) {
    if (!can_mail(notice.to)) return std::nullopt;
    const auto ours = party::municipality(tx, notice.municipality);
    Letter letter;
    letter.municipality = notice.municipality;
    letter.type = ubl::DocumentType::other;
    letter.to = notice.to;
    letter.to_name = notice.to_name;
    letter.from_name = "Samkjøp" + (ours ? ", " + ours->title() : std::string());
    letter.subject = cut_at_letter(notice.subject, 200);
    letter.text = notice.text;
    if (!notice.path.empty()) {
        letter.text += "\n\n" + render(text::notice_link, notice.language,
                                       {{"address", settings().site + notice.path}});
    }
    letter.text += "\n";
    letter.subject_kind = "notice";
    letter.label = letter.subject;
    letter.path = notice.path;
    return enqueue(tx, letter, at);
}

void record_attempt(db::Tx& tx, const Document& document, const std::optional<Refusal>& failure,
                    Instant now) {
    const auto actor = Actor::system(document.municipality);
    if (!failure) {
        store::set_attempt(tx, document.id, State::sent, document.attempts, {}, now, nullptr);
        trail::append(tx, actor, now, {"document", document.id.value}, "sent",
                      trail::Detail().add("sha256", document.sha256));
        tell_stage(tx, document, true, now);
        return;
    }
    const int attempts = document.attempts + 1;
    if (const auto pause = pause_ms(attempts)) {
        store::set_attempt(tx, document.id, State::failed, attempts,
                           Instant(now.milliseconds() + *pause), now, &*failure);
        return;
    }
    store::set_attempt(tx, document.id, State::given_up, attempts, {}, now, &*failure);
    trail::append(tx, actor, now, {"document", document.id.value}, "given_up",
                  trail::Detail().add("rule", failure->name()).add("attempts", attempts));
    open_task(tx, "document_given_up", document.id, document.municipality, document.label,
              failure->in(Language::nb), now);
    tell_stage(tx, document, false, now);
}

bool tell(db::Tx& tx, DocumentId id, Told what, std::string_view reason, Instant at) {
    const auto found = store::load(tx, id);
    if (!found || found->direction != Direction::out) return false;
    const Event event = what == Told::sent           ? Event::send
                        : what == Told::acknowledged ? Event::acknowledge
                                                     : Event::fail;
    const auto to = next(found->state, event);
    if (!to) return false;
    if (what == Told::acknowledged) {
        store::set_state(tx, id, *to, at);
        return true;
    }
    std::optional<Refusal> failure;
    if (what == Told::failed)
        failure = Refusal{
            &text::access_point_refused, {{"detail", std::string(cut_at_letter(reason, 300))}}, {}};
    record_attempt(tx, *found, failure, at);
    return true;
}

}  // namespace samkjop::gateway
