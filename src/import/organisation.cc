// Files that say who there is: municipalities, units, people with roles, authority limits,
// substitutes, suppliers. The key of each kind is what people know it by: municipality number,
// ansvar, user name, organisation number.

#include "import/kinds.h"
#include "import/texts.h"
#include "party/party.h"

namespace samkjop::import {
namespace {

constexpr Column kMunicipality[] = {
    {"number", "kommunenummer kommunenr"},
    {"name", "navn namn kommune"},
    {"organisation_number", "organisasjonsnummer orgnr"},
    {"language", "målform språk", false},
    {"host", "vertskommune vert", false},
    {"budget_policy", "budsjettkontroll", false},
    {"budget_scope", "budsjettomfang", false},
    {"allowed_overrun", "tillattoverforbruk", false},
    {"increase_tolerance", "toleranseøkning", false},
    {"over_receipt_percent", "overleveringprosent", false},
    {"invoice_price_percent", "fakturaprisprosent", false},
    {"invoice_line_tolerance", "toleransefakturalinje", false},
    {"invoice_total_tolerance", "toleransefaktura", false},
    {"receipt_required", "varemottakkreves", false},
    {"invoice_reference_label", "fakturareferanse", false},
    {"invoice_reference_pattern", "fakturareferansemønster", false},
    {"finance_profile", "økonomiformat", false},
    {"finance_client", "klient firma", false},
};

constexpr Column kUnit[] = {
    {"code", "ansvar kode"},
    {"name", "navn namn enhet eining"},
    {"parent", "overordnet overordna", false},
    {"function", "funksjon", false},
    {"delivery_name", "leveringsnavn leveringsnamn varemottak", false},
    {"street", "gateadresse adresse gate", false},
    {"postal_code", "postnummer postnr", false},
    {"city", "poststed poststad sted stad", false},
    {"last_day", "sistedag", false},
};

constexpr Column kPerson[] = {
    {"user_name", "brukernavn brukarnamn"},
    {"name", "navn namn"},
    {"email", "epost", false},
    {"unit", "ansvar enhet eining"},
    {"language", "målform språk", false},
    {"roles", "roller", false},
    {"leads", "lederfor leiarfor leder leiar", false},
    {"blocked", "sperret sperra", false},
};

constexpr Column kLimit[] = {
    {"user_name", "brukernavn brukarnamn"},          {"unit", "ansvar enhet eining", false},
    {"limit", "beløp beløpsgrense fullmakt grense"}, {"valid_from", "fra frå gjelderfra gjeldfrå"},
    {"valid_to", "til gjeldertil gjeldtil", false},  {"reference", "vedtak referanse"},
};

constexpr Column kDelegation[] = {
    {"lender", "fraværende fråverande for"},       {"substitute", "stedfortreder stadfortredar"},
    {"valid_from", "fra frå gjelderfra gjeldfrå"}, {"valid_to", "til gjeldertil gjeldtil"},
    {"limit", "beløp beløpsgrense grense", false}, {"reason", "grunn årsak", false},
};

constexpr Column kSupplier[] = {
    {"organisation_number", "organisasjonsnummer orgnr"},
    {"name", "navn namn leverandør"},
    {"street", "gateadresse adresse gate", false},
    {"postal_code", "postnummer postnr", false},
    {"city", "poststed poststad sted stad", false},
    {"country", "land", false},
    {"email", "epost", false},
    {"endpoint", "peppol elektroniskadresse ehfadresse", false},
    {"bank_account", "kontonummer bankkonto", false},
    {"finance_number", "leverandørnummer leverandørnr", false},
    {"blocked", "sperret sperra", false},
};

constexpr std::string_view kLanguages[] = {"nb bokmål", "nn nynorsk", "en engelsk english"};
constexpr std::string_view kPolicies[] = {"varsle warn åtvare", "stopp stop", "avvis refuse"};
constexpr std::string_view kScopes[] = {"kontering coding", "ansvar unit",
                                        "ansvarfunksjon unitfunction", "artsgruppe artgroup",
                                        "prosjekt project"};
// In the order of enum Role.
constexpr std::string_view kRoles[] = {"bestiller requester bestillar",
                                       "godkjenner approver godkjennar",
                                       "varemottaker receiver varemottakar",
                                       "attestant certifier",
                                       "anviser authoriser tilvisar",
                                       "regnskap accountant rekneskap",
                                       "budsjettansvarlig budgetowner budsjettansvarleg",
                                       "administrator",
                                       "innkjøpskoordinator coordinator",
                                       "revisor auditor",
                                       "drift operator"};
static_assert(std::size(kRoles) == static_cast<std::size_t>(Role::count_));

void read_settings(Sheet::Row& row, party::Settings& settings) {
    if (const auto policy = row.one_of("budget_policy", kPolicies)) {
        settings.budget_policy = static_cast<party::BudgetPolicy>(*policy);
    }
    if (const auto scope = row.one_of("budget_scope", kScopes)) {
        settings.budget_scope = static_cast<party::BudgetScope>(*scope);
    }
    settings.allowed_overrun = row.money("allowed_overrun").value_or(settings.allowed_overrun);
    settings.increase_tolerance =
        row.money("increase_tolerance").value_or(settings.increase_tolerance);
    settings.over_receipt_percent =
        row.number("over_receipt_percent", settings.over_receipt_percent);
    settings.invoice_price_percent =
        row.number("invoice_price_percent", settings.invoice_price_percent);
    settings.invoice_line_tolerance =
        row.money("invoice_line_tolerance").value_or(settings.invoice_line_tolerance);
    settings.invoice_total_tolerance =
        row.money("invoice_total_tolerance").value_or(settings.invoice_total_tolerance);
    settings.receipt_required = row.yes("receipt_required", settings.receipt_required);
    if (row.has("invoice_reference_label")) {
        settings.invoice_reference_label = row.text("invoice_reference_label");
    }
    if (row.has("invoice_reference_pattern")) {
        settings.invoice_reference_pattern = row.text("invoice_reference_pattern");
    }
    if (row.has("finance_profile"))
        settings.finance_profile = csv::folded(row.text("finance_profile"));
    if (row.has("finance_client")) settings.finance_client = row.text("finance_client");
}

// Stores what was read and counts it, or hands the refusal to the row.
template <class T>
void finish(Context& context, Sheet::Row& row, const Result<T>& result, Did did) {
    if (result) {
        count(context.report, did);
    } else {
        row.refuse(result.error());
    }
}

// The unit a cell names by its ansvar; an empty cell is the whole municipality.
UnitId unit_of(Context& context, Sheet::Row& row, std::string_view column, std::string_view code) {
    if (code.empty()) return {};
    const auto found = party::unit_by_code(context.session, context.municipality, code);
    if (!found) row.refuse(column, text::unit_unknown, {{"code", std::string(code)}});
    return found ? found->id : UnitId{};
}

std::optional<party::Person> person_of(Context& context, Sheet::Row& row, std::string_view column) {
    const std::string user_name = row.text(column);
    auto found = party::person_by_user_name(context.session, user_name);
    if (found && found->municipality == context.municipality) return found;
    if (!user_name.empty()) row.refuse(column, text::person_unknown, {{"user_name", user_name}});
    return std::nullopt;
}

// "bestiller:3210" is a role in a unit, "administrator" one in the whole municipality.
std::vector<Grant> read_roles(Context& context, Sheet::Row& row) {
    std::vector<Grant> out;
    for (const std::string& word : row.words("roles")) {
        const std::size_t colon = word.find(':');
        const std::string role = csv::folded(std::string_view(word).substr(0, colon));
        const auto known = std::ranges::find_if(kRoles, [&](std::string_view spellings) {
            return (" " + std::string(spellings) + " ").contains(" " + role + " ");
        });
        if (known == std::end(kRoles)) {
            row.refuse("roles", text::role_unknown, {{"role", word.substr(0, colon)}});
            continue;
        }
        Grant grant{static_cast<Role>(known - std::begin(kRoles)), {}};
        if (colon != word.npos) grant.unit = unit_of(context, row, "roles", word.substr(colon + 1));
        out.push_back(grant);
    }
    return out;
}

bool same(const Grant& a, const Grant& b) { return a.role == b.role && a.unit == b.unit; }

// The file's list of roles is the whole list: what is not there any more ends.
Result<bool> bring_roles(Context& context, const party::Person& person,
                         const std::vector<Grant>& wanted) {
    const auto is_in = [](const std::vector<Grant>& list, const Grant& grant) {
        return std::ranges::any_of(list, [&](const Grant& other) { return same(grant, other); });
    };
    bool any = false;
    for (const Grant& grant : wanted) {
        if (is_in(person.grants, grant)) continue;
        TRY(party::grant_role(context.tx, context.actor, context.at, person.id, grant));
        any = true;
    }
    for (const Grant& grant : person.grants) {
        if (is_in(wanted, grant)) continue;
        TRY(party::end_grant(context.tx, context.actor, context.at, person.id, grant));
        any = true;
    }
    return any;
}

Result<bool> bring_leadership(Context& context, UserId leader, const std::vector<UnitId>& leads) {
    bool any = false;
    for (const UnitId id : leads) {
        party::Unit unit = *party::unit(context.session, id);
        if (unit.leader == leader) continue;
        unit.leader = leader;
        TRY(party::change_unit(context.tx, context.actor, context.at, unit));
        any = true;
    }
    return any;
}

Result<Did> bring_person(Context& context, const party::Person& wanted,
                         const std::vector<UnitId>& leads) {
    const auto was = party::person_by_user_name(context.session, wanted.user_name);
    if (!was) {
        const UserId id = TRY(party::create_person(context.tx, context.actor, context.at, wanted));
        TRY(bring_leadership(context, id, leads));
        return Did::created;
    }
    if (was->municipality != wanted.municipality) {
        return samkjop::refuse(text::person_elsewhere, {{"user_name", wanted.user_name}},
                               "user_name");
    }
    party::Person is = wanted;
    is.id = was->id;
    bool any = was->name != is.name || was->email != is.email || was->unit != is.unit ||
               was->language != is.language || was->blocked != is.blocked;
    TRY(party::change_person(context.tx, context.actor, context.at, is));
    any |= TRY(bring_roles(context, *was, wanted.grants));
    any |= TRY(bring_leadership(context, was->id, leads));
    TRY(party::set_blocked(context.tx, context.actor, context.at, was->id, wanted.blocked));
    return any ? Did::changed : Did::unchanged;
}

}  // namespace

const std::span<const Column> kMunicipalityColumns = kMunicipality, kUnitColumns = kUnit,
                              kPersonColumns = kPerson, kLimitColumns = kLimit,
                              kDelegationColumns = kDelegation, kSupplierColumns = kSupplier;

void take_municipalities(Sheet& sheet, Context& context) {
    sheet.each([&](Sheet::Row& row) {
        party::Municipality is;
        is.number = row.text("number");
        const auto was = party::municipality_by_number(context.session, is.number);
        if (was) is = *was;
        is.name = row.text("name");
        is.organisation_number = row.digits("organisation_number");
        if (const auto language = row.one_of("language", kLanguages)) {
            is.language = static_cast<Language>(*language);
        }
        is.host = row.yes("host", is.host);
        read_settings(row, is.settings);
        if (!row.ok() || !sheet.first(row, is.number)) return;
        if (!was) {
            finish(context, row,
                   party::create_municipality(context.tx, context.actor, context.at, is),
                   Did::created);
            return;
        }
        auto result = party::change_municipality(context.tx, context.actor, context.at, is);
        if (result) {
            result =
                party::save_settings(context.tx, context.actor, context.at, is.id, is.settings);
        }
        finish(context, row, result, is == *was ? Did::unchanged : Did::changed);
    });
}

void take_units(Sheet& sheet, Context& context) {
    sheet.each([&](Sheet::Row& row) {
        party::Unit is;
        is.code = row.text("code");
        const auto was = party::unit_by_code(context.session, context.municipality, is.code);
        if (was) is = *was;
        is.municipality = context.municipality;
        is.name = row.text("name");
        const std::string parent = row.text("parent");
        is.parent = {};
        if (!parent.empty()) {
            const auto found = party::unit_by_code(context.session, context.municipality, parent);
            if (found)
                is.parent = found->id;
            else
                row.refuse("parent", text::parent_must_come_first, {{"code", parent}});
        }
        is.function = row.text("function");
        is.delivery_name = row.text("delivery_name");
        is.street = row.text("street");
        is.postal_code = row.text("postal_code");
        is.city = row.text("city");
        is.last_day = row.day("last_day");
        if (!row.ok() || !sheet.first(row, is.code)) return;
        if (!was) {
            finish(context, row, party::create_unit(context.tx, context.actor, context.at, is),
                   Did::created);
        } else {
            finish(context, row, party::change_unit(context.tx, context.actor, context.at, is),
                   is == *was ? Did::unchanged : Did::changed);
        }
    });
}

void take_people(Sheet& sheet, Context& context) {
    const auto municipality = party::municipality(context.session, context.municipality);
    sheet.each([&](Sheet::Row& row) {
        party::Person is;
        is.municipality = context.municipality;
        is.user_name = row.text("user_name");
        is.name = row.text("name");
        is.email = row.text("email");
        is.unit = unit_of(context, row, "unit", row.text("unit"));
        const auto language = row.one_of("language", kLanguages);
        is.language = language ? static_cast<Language>(*language) : municipality->language;
        is.blocked = row.yes("blocked");
        is.grants = read_roles(context, row);
        std::vector<UnitId> leads;
        for (const std::string& code : row.words("leads")) {
            leads.push_back(unit_of(context, row, "leads", code));
        }
        if (!row.ok() || !sheet.first(row, is.user_name)) return;
        const auto result = bring_person(context, is, leads);
        finish(context, row, result, result.value_or(Did::unchanged));
    });
}

void take_limits(Sheet& sheet, Context& context) {
    sheet.each([&](Sheet::Row& row) {
        party::AuthorityLimit is;
        const auto person = person_of(context, row, "user_name");
        is.unit = unit_of(context, row, "unit", row.text("unit"));
        is.limit = row.money("limit").value_or(Money());
        is.valid_from = row.day("valid_from", context.today);
        is.valid_to = row.day("valid_to", party::kOpenEnd);
        is.reference = row.text("reference");
        if (!row.ok() || !person) return;
        is.user = person->id;
        const std::string key =
            fmt::format("{} {} {}", person->user_name, is.unit.value, is.valid_from.iso());
        if (!sheet.first(row, key)) return;
        for (const party::AuthorityLimit& was : party::limits_of(context.session, is.user)) {
            if (was.unit != is.unit || was.valid_from != is.valid_from) continue;
            if (was.limit != is.limit || was.valid_to < is.valid_to) {
                row.refuse("limit", text::limit_stands,
                           {{"amount", was.limit}, {"date", was.valid_to}});
            } else if (was.valid_to == is.valid_to) {
                count(context.report, Did::unchanged);
            } else {
                finish(context, row,
                       party::end_limit(context.tx, context.actor, context.at, was.id, is.valid_to),
                       Did::changed);
            }
            return;
        }
        finish(context, row, party::add_limit(context.tx, context.actor, context.at, is),
               Did::created);
    });
}

void take_delegations(Sheet& sheet, Context& context) {
    sheet.each([&](Sheet::Row& row) {
        party::Delegation is;
        const auto from = person_of(context, row, "lender");
        const auto to = person_of(context, row, "substitute");
        is.valid_from = row.day("valid_from", context.today);
        is.valid_to = row.day("valid_to", context.today);
        is.limit = row.money("limit");
        is.reason = row.text("reason");
        if (!row.ok() || !from || !to) return;
        is.from = from->id;
        is.to = to->id;
        for (const party::Delegation& was : party::delegations_of(context.session, is.from)) {
            if (was.from != is.from || was.to != is.to || was.valid_from != is.valid_from) continue;
            if (was.valid_to == is.valid_to && was.limit == is.limit) {
                count(context.report, Did::unchanged);
                return;
            }
        }
        finish(context, row, party::add_delegation(context.tx, context.actor, context.at, is),
               Did::created);
    });
}

void take_suppliers(Sheet& sheet, Context& context) {
    sheet.each([&](Sheet::Row& row) {
        party::Supplier is;
        is.organisation_number = row.digits("organisation_number");
        const auto was =
            party::supplier_by_organisation_number(context.session, is.organisation_number);
        if (was) is = *was;
        is.name = row.text("name");
        is.street = row.text("street");
        is.postal_code = row.text("postal_code");
        is.city = row.text("city");
        is.country = row.has("country") ? row.text("country") : "NO";
        is.email = row.text("email");
        is.endpoint = row.text("endpoint");
        is.bank_account = row.digits("bank_account");
        is.blocked = row.yes("blocked");
        // In a municipality's own file the number is that municipality's.
        const std::string number = row.text("finance_number");
        if (!context.municipality) is.finance_number = number;
        if (!row.ok() || !sheet.first(row, is.organisation_number)) return;
        Did did = !was ? Did::created : is == *was ? Did::unchanged : Did::changed;
        Result<void> result;
        if (was) {
            result = party::change_supplier(context.tx, context.actor, context.at, is);
        } else if (auto made = party::create_supplier(context.tx, context.actor, context.at, is)) {
            is.id = *made;
        } else {
            result = std::unexpected(std::move(made).error());
        }
        if (result && context.municipality && !number.empty()) {
            if (party::supplier_number(context.session, context.municipality, is.id) != number) {
                did = std::max(did, Did::changed);
            }
            result = party::set_supplier_number(context.tx, context.actor, context.at,
                                                context.municipality, is.id, number);
            if (!result) result.error().field = "finance_number";
        }
        finish(context, row, result, did);
    });
}

}  // namespace samkjop::import
