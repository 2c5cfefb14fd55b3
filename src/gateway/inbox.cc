// Takes a document in: read → addressed to one of ours → judged → not here before → filed by the
// stage that registered for its type. Whatever fails on the way puts it in quarantine with a reason
// that a person can act on; it is never lost and never changed.
#include "gateway/inbox.h"

#include "base/crypto.h"
#include "base/words.h"
#include "gateway/mail.h"
#include "gateway/rules.h"
#include "gateway/texts.h"
#include "gateway/unpack.h"
#include "party/party.h"
#include "peppol/peppol.h"
#include "trail/trail.h"
#include "ubl/parts.h"
#include "worklist/worklist.h"

namespace samkjop::gateway {
namespace {

std::map<ubl::DocumentType, Taker>& takers() {
    static std::map<ubl::DocumentType, Taker> all;
    return all;
}

Settings& configured() {
    static Settings all;
    return all;
}

Refusal because(const Text& text, Arguments arguments = {}) {
    return {&text, std::move(arguments), {}};
}

void judged_unfit(Examined& it) {
    Unfit unfit = unfit_from(it.verdict);
    it.first_finding = std::move(unfit.first);
    it.refusal =
        because(text::rules_broken, {{"count", unfit.count}, {"first", it.first_finding[0]}});
}

// A refusal in the three languages; what the rules say is in the reader's own.
std::array<std::string, 3> sentences(const Examined& it, const Refusal& reason) {
    std::array<std::string, 3> out;
    for (const Language language : {Language::nb, Language::nn, Language::en}) {
        const auto i = static_cast<std::size_t>(language);
        Arguments arguments = reason.arguments;
        for (auto& [name, value] : arguments) {
            if (reason.text == &text::rules_broken && name == "first") value = it.first_finding[i];
        }
        out[i] = render(*reason.text, language, arguments);
    }
    return out;
}

MunicipalityId host(db::Session& session) {
    const auto all = party::municipalities(session);
    for (const party::Municipality& one : all) {
        if (one.host) return one.id;
    }
    return all.empty() ? MunicipalityId() : all.front().id;
}

// A message level answer is about something that we sent: it belongs where that came from.
std::optional<MunicipalityId> of_our_document(db::Session& session, const Examined& it) {
    const auto type = it.document->type;
    if (type != ubl::DocumentType::mls && type != ubl::DocumentType::mlr) return std::nullopt;
    const auto about = store::out_by_instance(session, answered_transmission(it.incoming.bytes));
    if (!about) return std::nullopt;
    return about->municipality;
}

// Finds out whom it is for. What nobody can be found for is looked after by the host municipality.
void address(db::Session& session, Examined& it, const Parties& who) {
    const auto number = organisation_number(who.receiver);
    const auto ours =
        number.empty() ? std::nullopt : party::municipality_by_organisation_number(session, number);
    if (ours) {
        it.row.municipality = ours->id;
    } else if (const auto about = of_our_document(session, it)) {
        it.row.municipality = *about;
        return;
    } else {
        it.row.municipality = host(session);
        if (!it.refusal) {
            it.refusal = who.receiver.empty()
                             ? because(text::receiver_missing)
                             : because(text::receiver_unknown, {{"receiver", who.receiver}});
        }
    }
    if (!it.refusal) it.refusal = envelope_differs(*it.document, who);
}

}  // namespace

void register_taker(ubl::DocumentType type, Taker taker) { takers()[type] = std::move(taker); }

void configure(Settings settings) { configured() = std::move(settings); }
const Settings& settings() { return configured(); }
bool can_mail(std::string_view to) {
    const MailSettings& mail = configured().mail;
    return is_mail_address(to) && !mail.from.empty() && (!mail.url.empty() || !mail.spool.empty());
}
bool token_holds(std::string_view token) {
    // Hashes of equal length: the time it takes says nothing of where they differ.
    return !configured().token.empty() && sha256_hex(token) == sha256_hex(configured().token);
}

// The first sentence in words, and how many rules there are; the page shows them all.
Unfit unfit_from(const peppol::Verdict& verdict) {
    Unfit out;
    const peppol::Finding* first = nullptr;
    std::set<std::string_view> broken;
    for (const std::string_view rule : verdict.fatal()) broken.insert(rule);
    for (const peppol::Finding& finding : verdict.structure) broken.insert(finding.path);
    for (const auto* list : {&verdict.structure, &verdict.findings}) {
        for (const peppol::Finding& finding : *list) {
            if (!first && finding.severity == peppol::Severity::fatal) first = &finding;
        }
    }
    for (const Language language : {Language::nb, Language::nn, Language::en}) {
        out.first[static_cast<std::size_t>(language)] = first ? first->in(language)
                                                        : verdict.unreadable
                                                            ? verdict.unreadable->in(language)
                                                            : std::string();
    }
    out.count = static_cast<std::int64_t>(std::max<std::size_t>(1, broken.size()));
    return out;
}

std::string rule_names(const peppol::Verdict& verdict) {
    std::string out;
    if (!verdict.structure_ok) out = "structure";
    for (const std::string_view rule : verdict.fatal())
        out += (out.empty() ? "" : " ") + std::string(rule);
    return out;
}

std::string Received::path() const { return "/dokumenter/" + std::to_string(id.value); }

namespace {

Examined arrived(Incoming incoming) {
    Examined it;
    it.incoming = std::move(incoming);
    it.row.channel = it.incoming.channel;
    it.row.file_name = cut_at_letter(it.incoming.file_name, 200);
    it.row.at = it.incoming.at;
    it.row.size = static_cast<std::int64_t>(it.incoming.bytes.size());
    it.row.sha256 = sha256_hex(it.incoming.bytes);
    return it;
}

// The largest document that any of our municipalities takes: beyond it nothing need be read.
std::int64_t largest_limit(db::Session& session) {
    std::int64_t most = 1;
    for (const party::Municipality& one : party::municipalities(session))
        most = std::max(most, one.settings.upload_limit_bytes);
    return std::min<std::int64_t>(most, ubl::kHardLimitBytes);
}

Refusal too_large(std::int64_t size, std::int64_t limit) {
    return because(text::too_large,
                   {{"size", (size + (1 << 20) - 1) >> 20}, {"limit", limit >> 20}});
}

void read_head(Examined& it, const Parties& who) {
    const ubl::Document& read = *it.document;
    it.row.type = read.type;
    it.row.number = cut_at_letter(read.number, 200);
    it.row.sender = cut_at_letter(who.sender, 200);
    it.row.receiver = cut_at_letter(who.receiver, 200);
    it.row.counterpart = cut_at_letter(who.sender_name, 200);
    if (read.envelope) it.row.instance = cut_at_letter(read.envelope->instance, 200);
    it.row.business_key = business_key(who.sender, read.type, read.number, who.issued, who.payable);
}

}  // namespace

namespace {

// A catalogue of 50,000 lines is some sixty megabytes, and no invoice is: what says in its first
// lines that it is a catalogue may be as large as anything that is read at all.
std::int64_t own_limit(std::string_view bytes) {
    const bool is_catalogue =
        bytes.substr(0, 8192).find("ubl:schema:xsd:Catalogue-2") != std::string_view::npos;
    return is_catalogue ? static_cast<std::int64_t>(ubl::kHardLimitBytes) : 0;
}

// Of a large catalogue only the head and the first lines are read here: the stage that takes it
// reads the lines a part at a time. That all of it can be read, the rules find out.
std::expected<ubl::Document, ubl::Unreadable> read_large(std::string_view bytes,
                                                         const ubl::Limits& limits) {
    auto out = ubl::recognise(bytes, limits);
    if (!out || out->type != ubl::DocumentType::catalogue) return ubl::read(bytes, limits);
    std::size_t at = 0;
    ubl::CatalogueParts parts(
        [&] {
            const std::size_t from = std::exchange(at, std::min(at + (1u << 20), bytes.size()));
            return std::string(bytes.substr(from, at - from));
        },
        1);
    auto first = parts.next();
    if (!first) return std::unexpected(first.error());
    out->body = std::move(first->catalogue);
    return out;
}

}  // namespace

Examined examine(db::Session& session, Incoming incoming) {
    Examined it = arrived(std::move(incoming));
    const std::string& bytes = it.incoming.bytes;
    const std::int64_t limit = std::max(largest_limit(session), own_limit(bytes));
    const ubl::Limits limits{.bytes = static_cast<std::size_t>(limit)};
    const auto unread = [&](Refusal reason) {
        it.refusal = std::move(reason);
        it.row.municipality = host(session);
        it.row.counterpart = it.row.file_name;
        return std::move(it);
    };
    if (it.row.size > limit) return unread(too_large(it.row.size, limit));
    if (trimmed(bytes).empty()) return unread(because(text::file_empty));
    if (bytes.starts_with("%PDF-")) return unread(because(text::file_is_pdf));
    const bool is_large = it.row.size > static_cast<std::int64_t>(ubl::Limits{}.bytes);
    auto document = is_large ? read_large(bytes, limits) : ubl::read(bytes, limits);
    if (!document) return unread({&document.error().text(), document.error().arguments, {}});

    it.document = std::move(*document);
    const Parties who = parties(*it.document, bytes);
    read_head(it, who);
    address(session, it, who);
    if (const auto ours = party::municipality(session, it.row.municipality);
        !it.refusal && ours &&
        it.row.size > std::max(ours->settings.upload_limit_bytes, own_limit(bytes))) {
        it.refusal = too_large(it.row.size, ours->settings.upload_limit_bytes);
    }
    if (!it.refusal && !takers().contains(it.document->type)) {
        it.refusal = because(text::type_not_taken,
                             {{"type", std::string(ubl::type_name(it.document->type))}});
    }
    // A false envelope does not hide what is wrong with the document: the sender is told both.
    if (!it.refusal || a_person_may_overrule(it.refusal->name())) {
        it.verdict = peppol::judge(bytes, {}, limits);  // the lines of the file as it came
        it.row.findings = rule_names(it.verdict);
        if (!it.refusal && !it.verdict.valid()) judged_unfit(it);
    }
    // Last: a large document should not lie in memory twice while it is judged.
    auto payload = ubl::unwrap(bytes, limits);
    it.payload = payload ? std::move(*payload) : bytes;
    return it;
}

Examined set_aside(db::Session& session, Incoming incoming, Refusal reason) {
    Examined it = arrived(std::move(incoming));
    it.refusal = std::move(reason);
    it.row.municipality = host(session);
    it.row.counterpart = it.row.file_name;
    return it;
}

std::vector<Examined> examine_all(db::Session& session, const Incoming& incoming) {
    std::vector<Examined> out;
    if (!is_packed(incoming.bytes)) {
        out.push_back(examine(session, incoming));
        return out;
    }
    auto members = unpack(incoming.bytes, incoming.file_name);
    if (!members) {
        out.push_back(set_aside(session, incoming, members.error()));
        return out;
    }
    for (Member& member : *members) {
        out.push_back(examine(session, {std::move(member.bytes), incoming.channel,
                                        std::move(member.name), incoming.at}));
    }
    return out;
}

namespace {

// Has it been here before? By the same bytes, the same transmission, or another channel.
struct Before {
    store::Earlier first;
    Refusal reason;
    bool is_duplicate = true;
};
std::optional<Before> before(db::Session& session, const Examined& it) {
    if (const auto same = store::by_hash(session, it.row.sha256)) {
        return Before{*same, because(text::same_bytes, {{"day", same->day}})};
    }
    if (const auto same = store::by_instance(session, it.row.instance)) {
        // One transmission cannot carry two contents: somebody has reused its number.
        return Before{*same, because(text::transmission_reused, {{"day", same->day}}), false};
    }
    if (it.refusal) return std::nullopt;
    if (const auto same = store::by_business_key(session, it.row.business_key)) {
        return Before{
            *same, because(text::same_document, {{"number", it.row.number}, {"day", same->day}})};
    }
    return std::nullopt;
}

Outcome quarantine(db::Tx& tx, DocumentId id, const Examined& it, Refusal reason) {
    store::set_reason(tx, id, reason.name(), sentences(it, reason));
    trail::append(tx, Actor::system(it.row.municipality), it.row.at, {"document", id.value},
                  "quarantined",
                  trail::Detail().add("rule", reason.name()).add("sha256", it.row.sha256));
    const std::string title =
        it.row.number.empty() ? it.row.counterpart : it.row.number + " · " + it.row.counterpart;
    open_task(tx, "document_quarantined", id, it.row.municipality, title, reason.in(Language::nb),
              it.row.at);
    return {id, State::quarantined, it.row.municipality, std::move(reason), {}};
}

// The taker's own transaction within ours: a refusal leaves nothing of what it wrote.
Result<Filed> take(db::Tx& tx, const Examined& it, DocumentId id, bool released = false) {
    const Received received{id,         it.row.municipality,   *it.document,
                            it.payload, it.row.sender,         it.row.sha256,
                            it.row.at,  it.row.at.oslo_date(), released};
    const std::size_t waiting = tx.after().size();
    tx->script("SAVEPOINT taker");
    try {
        Result<Filed> filed = takers().at(it.row.type)(tx, received);
        if (!filed) {
            tx->script("ROLLBACK TO SAVEPOINT taker; RELEASE SAVEPOINT taker");
            tx.after().resize(waiting);
        } else {
            tx->script("RELEASE SAVEPOINT taker");
        }
        return filed;
    } catch (...) {
        tx->script("ROLLBACK TO SAVEPOINT taker; RELEASE SAVEPOINT taker");
        throw;
    }
}

}  // namespace

namespace {

// A step of the gateway's own, by the table. A step that the table does not have is our mistake.
State step(State from, Event event) {
    const auto to = next(from, event);
    SK_ASSERT(to.has_value());
    return *to;
}

}  // namespace

namespace {

Outcome file_only(db::Tx& tx, const Examined& it) {
    const State so_far = it.refusal ? State::received : step(State::received, Event::judge);
    const auto earlier = before(tx, it);
    store::NewIn row = it.row;
    if (earlier && earlier->is_duplicate) {
        row.state = step(so_far, Event::recognise);
        const DocumentId id = store::insert_in(tx, row);
        store::set_duplicate_of(tx, id, earlier->first.id);
        store::set_reason(tx, id, earlier->reason.name(), sentences(it, earlier->reason));
        if (earlier->first.sha256 != row.sha256) store::keep_bytes(tx, id, it.incoming.bytes);
        return {earlier->first.id, State::duplicate, row.municipality, earlier->reason, {}};
    }
    if (earlier) row.instance.clear();           // taken by the first; the bytes still show it
    row.state = step(so_far, Event::set_aside);  // until the stage has taken it
    const DocumentId id = store::insert_in(tx, row);
    store::keep_bytes(tx, id, it.incoming.bytes);
    if (earlier) return quarantine(tx, id, it, earlier->reason);
    if (it.refusal) return quarantine(tx, id, it, *it.refusal);

    Result<Filed> filed = take(tx, it, id);
    if (!filed) return quarantine(tx, id, it, filed.error());
    SK_ASSERT(step(so_far, Event::file) == State::filed);
    store::set_filed(tx, id, *filed, row.at);
    trail::append(tx, Actor::system(row.municipality), row.at, {"document", id.value}, "filed",
                  trail::Detail().add("as", filed->label).add("sha256", row.sha256));
    return {id, State::filed, row.municipality, {}, std::move(*filed)};
}

}  // namespace

Outcome file(db::Tx& tx, const Examined& it) {
    Outcome outcome = file_only(tx, it);
    answer_sender(tx, it, outcome, it.row.at);
    return outcome;
}

namespace {

// The disk is full or the database is away: the document waits outside until that is mended.
bool is_passing(const db::Error& failure) {
    using enum db::Error::Kind;
    return failure.kind == busy || failure.kind == serialization || failure.kind == other;
}

Outcome file_and_commit(db::Database& database, const Examined& it) {
    return database.writing([&](db::Tx& tx) {
        Outcome outcome = file(tx, it);
        tx.commit();
        return outcome;
    });
}

}  // namespace

namespace {

Outcome file_or_set_aside(db::Database& database, Examined& it) {
    try {
        return file_and_commit(database, it);
    } catch (const db::Error& failure) {
        if (is_passing(failure)) throw;
        std::fprintf(stderr, "gateway: %s: %s\n", it.row.file_name.c_str(), failure.what());
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "gateway: %s: %s\n", it.row.file_name.c_str(), failure.what());
    }
    // A fault of ours with this one document: a person sees it, and the others go on.
    it.refusal = because(text::machine_failed);
    return file_and_commit(database, it);
}

}  // namespace

Outcome receive(db::Database& database, const Incoming& incoming) {
    Examined it =
        database.reading([&](db::Session& session) { return examine(session, incoming); });
    return file_or_set_aside(database, it);
}

std::vector<Outcome> receive_all(db::Database& database, const Incoming& incoming) {
    std::vector<Examined> all =
        database.reading([&](db::Session& session) { return examine_all(session, incoming); });
    std::vector<Outcome> out;
    for (Examined& it : all) out.push_back(file_or_set_aside(database, it));
    return out;
}

bool a_person_may_overrule(std::string_view reason) {
    static constexpr const Text* texts[] = {&text::rules_broken, &text::envelope_type_differs,
                                            &text::envelope_process_differs, &text::sender_differs};
    return std::ranges::any_of(texts, [&](const Text* text) { return text->key == reason; });
}

Result<Filed> release(db::Tx& tx, const Actor& actor, Instant at, const Document& document,
                      std::string_view reason, bool anyway) {
    TRY(decide(document.state, Event::release, actor, {.has_reason = !reason.empty()}));
    Examined it =
        examine(tx, {bytes_of(tx, document.id), document.channel, document.file_name, at});
    if (it.refusal && !(anyway && it.document && a_person_may_overrule(it.refusal->name())))
        return std::unexpected(*it.refusal);
    if (const auto same = store::by_business_key(tx, it.row.business_key)) {
        return refuse(text::same_document, {{"number", it.row.number}, {"day", same->day}});
    }
    it.row.at = at;
    Filed filed = TRY(take(tx, it, document.id, true));
    store::set_filed(tx, document.id, filed, at);
    worklist::close(tx, "document_quarantined", document.id.value, at);
    trail::append(tx, actor, at, {"document", document.id.value}, "released",
                  trail::Detail().add("reason", reason).add("as", filed.label));
    return filed;
}

Result<void> discard(db::Tx& tx, const Actor& actor, Instant at, const Document& document,
                     std::string_view reason) {
    const State to =
        TRY(decide(document.state, Event::discard, actor, {.has_reason = !reason.empty()}));
    store::set_state(tx, document.id, to, at);
    if (document.type == ubl::DocumentType::catalogue)
        answer_catalogue(tx, document.id, false, reason, at);
    worklist::close(tx, "document_quarantined", document.id.value, at);
    trail::append(tx, actor, at, {"document", document.id.value}, "discarded",
                  trail::Detail().add("reason", reason));
    return {};
}

Result<void> discard(db::Tx& tx, const Actor& actor, Instant at, DocumentId id,
                     std::string_view reason) {
    const auto document = store::load(tx, actor, id);
    if (!document) return refuse(text::state_forbids_event);
    return discard(tx, actor, at, *document, reason);
}

Result<void> resend(db::Tx& tx, const Actor& actor, Instant at, const Document& document,
                    std::string_view reason) {
    const State to = TRY(decide(document.state, Event::resend, actor, {}));
    store::set_attempt(tx, document.id, to, 0, at, at, nullptr);
    worklist::close(tx, "document_given_up", document.id.value, at);
    trail::append(tx, actor, at, {"document", document.id.value}, "resent",
                  trail::Detail().add("reason", reason));
    return {};
}

std::vector<UserId> operators(db::Session& session, MunicipalityId municipality) {
    std::vector<UserId> out;
    for (const party::Person& person : party::people(session, municipality)) {
        if (person.blocked) continue;
        for (const Grant& grant : person.grants) {
            if (permissions_of(grant.role)
                    .test(static_cast<std::size_t>(Permission::operate_gateway))) {
                out.push_back(person.id);
                break;
            }
        }
    }
    return out;
}

void open_task(db::Tx& tx, std::string_view kind, DocumentId id, MunicipalityId municipality,
               std::string_view title, std::string_view context, Instant at) {
    const auto whom = operators(tx, municipality);
    if (whom.empty()) return;
    worklist::open(tx,
                   {.kind = kind,
                    .subject = id.value,
                    .municipality = municipality,
                    .unit = {},
                    .title = std::string(title),
                    .context = std::string(context),
                    .path = "/dokumenter/" + std::to_string(id.value),
                    .amount = {},
                    .due = {}},
                   whom, at);
}

}  // namespace samkjop::gateway
