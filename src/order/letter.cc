// An order on paper, and as an e-mail to a supplier who is outside Peppol: the text says everything
// that the supplier must know, and the file beside it is the order as it would be printed.
#include <fmt/format.h>

#include "order/acts.h"
#include "order/document.h"
#include "order/texts.h"
#include "order/view.h"
#include "print/print.h"
#include "ubl/ubl.h"

namespace samkjop::order {

PrintView print_view(db::Session& session, const Order& order, Language language) {
    const auto buyer = party::municipality(session, order.municipality);
    const auto seller = party::supplier(session, order.supplier);
    const auto say = [&](const Text& text, const Arguments& arguments = {}) {
        return render(text, language, arguments);
    };
    PrintView view;
    view.number = order.number;
    view.path = "/bestillinger/" + std::to_string(order.id.value);
    view.title = order.title;
    view.note = order.note;
    view.day = say(text::print_day, {{"day", format_date(order.at.oslo_date(), language)}});
    const auto organisation = [&](const std::string& number) {
        return say(text::print_org, {{"number", number}});
    };
    view.buyer = {buyer->title(), organisation(buyer->organisation_number), order.contact_name,
                  order.contact_email};
    view.seller = {order.supplier_name, organisation(order.supplier_organisation_number)};
    if (seller) {
        view.seller.push_back(seller->street);
        view.seller.push_back(seller->postal_code + " " + seller->city);
        if (!seller->email.empty()) view.seller.push_back(seller->email);
    }
    view.invoice = say(text::print_invoice, {{"number", buyer->organisation_number},
                                             {"order", order.number},
                                             {"reference", order.buyer_reference}});
    view.facts.push_back(
        {say(text::delivery_to), fmt::format("{}, {}, {} {}", order.delivery_name, order.street,
                                             order.postal_code, order.city)});
    if (order.wished)
        view.facts.push_back({say(text::delivery_wished), format_date(*order.wished, language)});
    if (!order.agreement_number.empty())
        view.facts.push_back({say(text::agreement), order.agreement_number});
    for (const Line& line : order.lines) {
        if (line.closed && line.received.is_zero()) continue;
        view.lines.push_back({line.name,
                              line.item_number.empty()
                                  ? std::string()
                                  : say(text::item_number, {{"number", line.item_number}}),
                              quantity_words(line.quantity, line.unit, language),
                              price_words(line.unit_price()), format_money(line.net())});
    }
    const Money net = total(order.lines);
    const Money tax = vat(order.lines);
    view.money = {{say(text::net), format_money(net)},
                  {say(text::vat), format_money(tax)},
                  {say(text::gross), html::money(net + tax), "", true}};
    return view;
}

std::string on_paper(const PrintView& view, const Order& order, Language language) {
    const auto say = [&](const Text& text) { return std::string(text.in(language)); };
    print::Paper out;
    out.letterhead = view.buyer.front();
    out.letterhead_below = view.buyer[1];
    out.title = render(text::print_title, language, {{"number", order.number}});
    out.lead = view.day + (order.title.empty() ? "" : " · " + order.title);
    std::vector<std::string> from = {view.buyer.begin() + 2, view.buyer.end()};
    out.addresses = {{say(text::print_to), view.seller},
                     {say(text::delivery_to),
                      {order.delivery_name, order.street, order.postal_code + " " + order.city}},
                     {say(text::print_contact), std::move(from)}};
    for (const Fact& fact : view.facts) {
        if (fact.label != text::delivery_to.in(language))
            out.facts.push_back({fact.label, fact.value});
    }
    out.facts.push_back({say(text::print_reference), order.buyer_reference});
    std::erase_if(out.facts, [](const print::Fact& fact) { return fact.value.empty(); });
    out.before = {order.note};
    out.columns = {{say(text::print_item), 4.4},
                   {say(text::print_quantity), 1.5, true},
                   {say(text::print_price), 1.9, true},
                   {say(text::print_sum), 1.6, true}};
    for (const PrintLine& line : view.lines)
        out.rows.push_back(
            {{line.name, line.below}, {line.quantity, {}}, {line.price, {}}, {line.sum, {}}});
    for (const html::Figure& figure : view.money)
        out.sums.push_back({figure.label, figure.value, figure.sum});
    out.after = {view.invoice, say(text::letter_answer)};
    out.foot = out.title + " · " + view.buyer.front();
    out.page_of = say(text::page_of);
    out.author = view.buyer.front();
    out.created = order.at.iso();
    return print::pdf(out);
}

namespace {

std::string body(const PrintView& view, const Order& order, Language language) {
    std::string lines;
    for (const PrintLine& line : view.lines) {
        lines += fmt::format("- {} {}", line.quantity, line.name);
        if (!line.below.empty()) lines += " (" + line.below + ")";
        lines += fmt::format(", {}\n", line.price);
    }
    std::string facts;
    for (const Fact& fact : view.facts) facts += fact.label + ": " + fact.value + "\n";
    std::string sums;
    for (const html::Figure& figure : view.money) sums += figure.label + ": " + figure.value + "\n";
    std::string out = render(text::letter_greeting, language, {{"supplier", order.supplier_name}});
    const auto paragraph = [&](const std::string& text) {
        if (!text.empty()) out += "\n\n" + text;
    };
    paragraph(render(text::letter_intro, language,
                     {{"number", order.number}, {"buyer", view.buyer.front()}}));
    paragraph(lines + sums);
    paragraph(facts);
    paragraph(order.note);
    paragraph(view.invoice);
    paragraph(std::string(text::letter_answer.in(language)));
    paragraph(render(text::letter_end, language,
                     {{"contact", order.contact_name}, {"buyer", view.buyer.front()}}));
    return out + "\n";
}

}  // namespace

gateway::Letter letter(db::Session& session, const Order& order, const party::Municipality& buyer,
                       const party::Supplier& seller) {
    const Language language = buyer.language;
    const PrintView view = print_view(session, order, language);
    gateway::Letter out;
    out.municipality = order.municipality;
    out.type = ubl::DocumentType::order;
    out.to = seller.email;
    out.to_name = seller.name;
    out.from_name = buyer.title();
    out.reply_to = order.contact_email;
    out.subject = render(text::letter_subject, language,
                         {{"number", order.number}, {"buyer", buyer.title()}});
    out.text = body(view, order, language);
    const std::string name = render(text::print_title, language, {{"number", order.number}});
    out.enclosures = {
        {name + ".pdf", "application/pdf", on_paper(view, order, language)},
        {name + ".xml", "application/xml", ubl::write(document(order, buyer, seller))}};
    out.number = order.number;
    out.subject_kind = "order";
    out.subject_id = order.id.value;
    out.label = render(text::order_label, Language::nb, {{"number", order.number}});
    out.path = detail::path_of(order);
    return out;
}

}  // namespace samkjop::order
