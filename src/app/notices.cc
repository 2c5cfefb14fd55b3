// «Til meg» shows everything that waits; an e-mail is for what its receiver does not know to look
// for: a question about a purchase, a no, a supplier's no, an order that did not get through.
#include "app/notices.h"

#include <algorithm>
#include <array>

#include "agreement/agreement.h"
#include "app/texts.h"
#include "db/db.h"
#include "gateway/gateway.h"
#include "party/party.h"
#include "worklist/worklist.h"

namespace samkjop::app {
namespace {

struct Kind {
    std::string_view task;
    const Text& subject;
};
const std::array kWritten = {Kind{"answer_question", text::notice_question},
                             Kind{"answer_rejected_lines", text::notice_rejected},
                             Kind{"order_rejected", text::notice_order_rejected},
                             Kind{"order_not_through", text::notice_order_not_through}};

void write(db::Tx& tx, const worklist::NewTask& task, std::span<const UserId> people, Instant at) {
    const auto kind = std::ranges::find(kWritten, task.kind, &Kind::task);
    if (kind == kWritten.end()) return;
    for (const UserId each : people) {
        const auto person = party::person(tx, each);
        if (!person || person->blocked) continue;
        gateway::notify(
            tx,
            {.municipality = person->municipality,
             .language = person->language,
             .to = person->email,
             .to_name = person->name,
             .subject = render(kind->subject, person->language, {{"title", task.title}}),
             .text = task.title + "\n" + task.context,
             .path = task.path},
            at);
    }
}

void remind(db::Tx& tx, Instant at, const agreement::Mail& mail) {
    gateway::notify(tx,
                    {.municipality = mail.municipality,
                     .language = mail.language,
                     .to = mail.address,
                     .to_name = mail.name,
                     .subject = mail.subject,
                     .text = mail.body,
                     .path = mail.path},
                    at);
}

}  // namespace

void register_notices() {
    worklist::opened = write;
    agreement::mail = remind;
}

}  // namespace samkjop::app
