#pragma once
// What the public templates draw. Words and addresses only.
#include <string>
#include <vector>

#include "base/result.h"
#include "html/out.h"

namespace samkjop::public_site {

struct Link {
    std::string path, label;
    bool current = false;
};

struct PurchaseRow {
    std::string path, title, method, municipalities, announced, start, size, state, tone, lang;
};
struct AgreementRow {
    std::string path, title, municipalities, until, options, state, lang;
    std::vector<Link> suppliers;  // path: the organisation number, in words
};

struct FrontView {
    std::string heading, search_path, plans_heading, plans_path, agreements_heading,
        agreements_note, agreements_path, contact_path;
    std::vector<PurchaseRow> purchases;
    std::vector<AgreementRow> agreements;
    std::vector<Link> chips;
};
void front_hero(html::Out&, const FrontView&);
void front_page(html::Out&, const FrontView&);

struct Choice {
    std::string value, label;
    bool chosen = false;
};
struct AgreementsView {
    std::string path, heading, text, reset_path;
    bool filtered = false;
    std::vector<Choice> municipalities, categories, suppliers, periods;
    std::vector<AgreementRow> rows;
    std::vector<Link> files;
    std::string purchases_heading;  // planned ones that the words match
    std::vector<PurchaseRow> purchases;
};
void agreements_page(html::Out&, const AgreementsView&);

struct PersonView {
    std::string name, email, telephone;
};
struct MemberView {
    std::string name, since;
    std::vector<PersonView> people;
    bool own = false;
};
struct SupplierView {
    std::string name, number, rank, lot;
};
struct FactView {
    std::string label, value, path;
};
struct AgreementView {
    std::string list_path, number, title, state, tone, lang, order_path;
    std::vector<std::string> about;  // paragraphs
    std::vector<FactView> facts;
    std::vector<SupplierView> suppliers;
    std::vector<std::string> lots;
    std::vector<MemberView> members;
    bool ended = false;
    std::vector<Link> next;  // planned purchases that replace it
};
void agreement_page(html::Out&, const AgreementView&);

struct PurchasesView {
    std::string path, heading;
    std::vector<Link> chips;
    std::vector<PurchaseRow> rows;
    std::vector<Link> files;
};
void purchases_page(html::Out&, const PurchasesView&);
struct PurchaseView {
    std::string list_path, number, title, state, tone, lang, notice, ask_path;
    std::vector<std::string> about;
    std::vector<FactView> facts;
    PersonView contact;
    Link agreement;
};
void purchase_page(html::Out&, const PurchaseView&);
void purchase_table(html::Out&, const std::vector<PurchaseRow>&);
void agreement_table(html::Out&, const std::vector<AgreementRow>&);

struct PageCard {
    std::string path, title, summary, kind, lang;
};
void strategy_page(html::Out&, const std::vector<PageCard>&);

struct WrittenView {
    std::string list_path, kind, title, summary, updated, lang;
    bool other_language = false;
    html::Safe body{""};
    std::vector<Link> documents;
};
void written_page(html::Out&, const WrittenView&);

struct ContactView {
    std::string path, about_path, about, message, name, email, heading;
    PersonView contact;
    std::string address;
    std::vector<Refusal> refusals;
    std::string too_many;
};
void contact_page(html::Out&, const ContactView&);
void thanks_page(html::Out&, const std::string& front_path);

struct StatementView {
    std::string status, assessed, contact_path, official;
    std::vector<std::string> lacks;
};
void statement_page(html::Out&, const StatementView&);
void privacy_page(html::Out&);

struct DataView {
    std::string atom, calendar, releases, records;
    std::vector<Link> lists;
};
void data_page(html::Out&, const DataView&);
void lost_page(html::Out&, const std::string& front_path);

}  // namespace samkjop::public_site
