// What is said back. The sender's access point gets a message level status (MLS), an older sender a
// message level response (MLR), and who sent a catalogue that expects it, a catalogue response; all
// made from what the rules found. And the other way: what is said of a document of ours moves it.
#include <fmt/format.h>

#include "answer/answer.h"
#include "gateway/inbox.h"
#include "gateway/rules.h"
#include "gateway/texts.h"
#include "party/party.h"
#include "trail/trail.h"
#include "ubl/tree.h"

namespace samkjop::gateway {
namespace {

constexpr std::string_view kCatalogueWithAnswer = "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3";

// A Norwegian reads Norwegian; who is abroad reads English.
Language language_for(std::string_view participant) {
    return participant.starts_with("0192:") ? Language::nb : Language::en;
}

ubl::Identifier endpoint(std::string_view participant) {
    const auto colon = participant.find(':');
    if (colon == participant.npos) return {};
    return {std::string(participant.substr(colon + 1)), std::string(participant.substr(0, colon))};
}

// Who sent it must mend it. What failed here, or waits for a person, is no fault of the document.
bool senders_fault(const Refusal& reason) {
    for (const Text* text : {&text::rules_broken, &text::receiver_missing, &text::receiver_unknown,
                             &text::receiver_differs, &text::sender_differs,
                             &text::envelope_type_differs, &text::envelope_process_differs,
                             &text::type_not_taken, &text::too_large, &text::transmission_reused}) {
        if (reason.text == text) return true;
    }
    return false;
}

struct Say {
    std::string_view code;
    std::string description;
    std::vector<answer::Line> lines;
};

Say say_of(const Examined& it, const Outcome& outcome, Language language) {
    if (outcome.state != State::quarantined || !outcome.reason || !senders_fault(*outcome.reason))
        return {"AP", {}, answer::lines_from(it.verdict, language)};
    Arguments arguments = outcome.reason->arguments;
    for (auto& [name, value] : arguments) {
        if (outcome.reason->text == &text::rules_broken && name == "first")
            value = it.first_finding[static_cast<std::size_t>(language)];
    }
    Say out{"RE", render(*outcome.reason->text, language, arguments), {}};
    out.lines = answer::lines_from(it.verdict, language);
    if (out.lines.empty()) out.lines = {{"NA", out.description, "FD"}};
    return out;
}

// Hands the answer to the outbox, where it is judged like everything that leaves.
void send(db::Tx& tx, answer::Answer& made, const Document& about, std::string_view from,
          std::string_view to, Instant at) {
    made.number = uuid();
    made.date = at.oslo_date();
    made.time = at.iso().substr(11, 8) + "Z";
    made.date = Date::parse(at.iso().substr(0, 10)).value();
    made.sender = endpoint(from);
    made.receiver = endpoint(to);
    const Text& label = made.code == "RE"   ? text::label_rejected
                        : made.code == "AB" ? text::label_received
                                            : text::label_accepted;
    enqueue(tx,
            Outgoing{.municipality = about.municipality,
                     .type = made.type,
                     .sender = std::string(from),
                     .receiver = std::string(to),
                     .number = made.number,
                     .counterpart = about.counterpart,
                     .subject_kind = "document",
                     .subject = about.id.value,
                     .label = render(label, Language::nb, {{"number", about.number}}),
                     .path = "/dokumenter/" + std::to_string(about.id.value),
                     .bytes = answer::write(made)},
            at);
}

std::string own_participant(db::Session& session, MunicipalityId id) {
    const auto ours = party::municipality(session, id);
    return ours ? "0192:" + ours->organisation_number : std::string();
}

void send_message_level(db::Tx& tx, const Examined& it, const Outcome& outcome,
                        const Document& about, Instant at) {
    const auto& envelope = it.document->envelope;
    const bool takes_mlr = envelope && takes(tx, envelope->sender, ubl::DocumentType::mlr);
    const auto wish =
        answer::wanted(it.document->type, envelope, takes_mlr, !settings().provider.empty());
    if (!wish) return;
    Say say = say_of(it, outcome, language_for(envelope->sender));
    if (wish->only_failures && say.code != "RE") return;
    answer::Answer made;
    made.type = wish->type;
    made.code = say.code;
    made.description = std::move(say.description);
    made.document = envelope->instance;
    // An acceptance needs no lines; warnings are told with a rejection, or seen by the sender.
    if (made.code == "RE") made.lines = std::move(say.lines);
    const std::string from = wish->type == ubl::DocumentType::mls
                                 ? settings().provider
                                 : own_participant(tx, about.municipality);
    send(tx, made, about, from, wish->to, at);
}

void send_catalogue_response(db::Tx& tx, const Document& about, const ubl::Document& document,
                             std::string_view code, std::string description,
                             std::vector<answer::Line> lines, Instant at) {
    const ubl::Catalogue* catalogue = document.catalogue();
    if (catalogue == nullptr || document.type != ubl::DocumentType::catalogue ||
        document.profile != kCatalogueWithAnswer || about.sender.empty())
        return;
    const auto ours = party::municipality(tx, about.municipality);
    answer::Answer made;
    made.type = ubl::DocumentType::catalogue_response;
    made.code = code;
    made.description = std::move(description);
    made.lines = std::move(lines);
    made.document = catalogue->number;
    made.document_version = catalogue->version;
    made.sender_name = ours->title();
    made.receiver_name = about.counterpart;
    send(tx, made, about, own_participant(tx, about.municipality), about.sender, at);
}

}  // namespace

void answer_sender(db::Tx& tx, const Examined& it, const Outcome& outcome, Instant at) {
    if (!it.document || outcome.state == State::duplicate)
        return;  // it was answered the first time
    const auto about = store::load(tx, outcome.id);
    SK_ASSERT(about.has_value());
    send_message_level(tx, it, outcome, *about, at);
    Say say = say_of(it, outcome, language_for(about->sender));
    if (say.code == "AP")
        say.code = "AB";  // whether its prices are accepted, somebody decides later
    send_catalogue_response(tx, *about, *it.document, say.code, std::move(say.description),
                            say.code == "RE" ? std::move(say.lines) : std::vector<answer::Line>(),
                            at);
}

void answer_catalogue(db::Tx& tx, DocumentId id, bool accepted, std::string_view why, Instant at) {
    const auto about = store::load(tx, id);
    if (!about) return;
    const auto document = ubl::read(bytes_of(tx, id), {.bytes = ubl::kHardLimitBytes});
    if (document)
        send_catalogue_response(tx, *about, *document, accepted ? "AP" : "RE", std::string(why), {},
                                at);
}

// ---- What is said of ours ----------------------------------------------------------------------

namespace {

struct Verdict {
    std::string code, description;
};

Verdict said(std::string_view bytes) {
    namespace cbc = ubl::cbc;
    namespace cac = ubl::cac;
    ubl::Tree tree;
    Verdict out;
    if (!tree.parse(bytes, {.bytes = ubl::kHardLimitBytes})) return out;
    const ubl::Node& document = tree.root().child(cac::DocumentResponse);
    const ubl::Node& response = document.child(cac::Response);
    out.code = response.child(cbc::ResponseCode).text();
    out.description = response.child(cbc::Description).text();
    for (const ubl::Node& line : document.children(cac::LineResponse)) {
        const std::string_view text = line.child(cac::Response).child(cbc::Description).text();
        if (!out.description.contains(text) && out.description.size() < 1000)
            out.description += (out.description.empty() ? "" : " ") + std::string(text);
    }
    return out;
}

Result<Filed> take_message_level(db::Tx& tx, const Received& received) {
    const auto about = store::out_by_instance(tx, answered_transmission(received.bytes));
    if (!about) return refuse(text::answers_nothing);
    const Verdict verdict = said(received.bytes);
    if (verdict.code == "RE") {
        const Refusal reason{&text::receiver_rejected, {{"detail", verdict.description}}, {}};
        // It will not help to send the same once more: a person must look.
        if (next(about->state, Event::give_up)) {
            store::set_attempt(tx, about->id, State::given_up, about->attempts, {}, received.at,
                               &reason);
            open_task(tx, "document_given_up", about->id, about->municipality, about->label,
                      reason.in(Language::nb), received.at);
            tell_stage(tx, *about, false, received.at);
        }
        trail::append(tx, Actor::system(about->municipality), received.at,
                      {"document", about->id.value}, "rejected_by_receiver",
                      trail::Detail().add("reason", verdict.description));
    } else if (const auto to = next(about->state, Event::acknowledge)) {
        store::set_state(tx, about->id, *to, received.at);
    }
    return Filed{"document", about->id.value, about->label,
                 "/dokumenter/" + std::to_string(about->id.value)};
}

}  // namespace

void register_acknowledgements() {
    register_taker(ubl::DocumentType::mls, take_message_level);
    register_taker(ubl::DocumentType::mlr, take_message_level);
}

}  // namespace samkjop::gateway
