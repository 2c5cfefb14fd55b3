// A register's sheets read as agreements: which column means what, which lines belong together, and
// what each cell says. A row that cannot be understood is left out with the reason; what had to be
// assumed is said; nothing is stored here.

#include "agreement/intake.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "agreement/intake_rules.h"
#include "agreement/texts.h"
#include "base/identifiers.h"
#include "base/words.h"

namespace samkjop::agreement::intake {
namespace {

enum What : std::uint8_t {
    number,
    title,
    description,
    supplier,
    supplier_number,
    rank,
    lot,
    period,
    from,
    to,
    options,
    option_deadline,
    notice_period,
    estimated,
    yearly,
    maximum,
    cpv,
    product_groups,
    municipalities,
    decision,
    decided_on,
    member_decisions,
    signed_on,
    manager,
    contact,
    contact_email,
    how_to_order,
    delivery,
    payment,
    kind,
    state,
    case_reference,
    notice,
    climate,
    wage,
    ethics,
    note,
    public_text,
    renegotiate,
    whats
};

struct Known {
    const Text* label;
    const char* spellings;
};
// The headings people write, folded, the surest first. The export's own headings are among them.
const Known kKnown[whats] = {
    {&text::field_number,
     "avtalenummer avtalenr avtaleid kontraktsnummer kontraktsnr kontraktnr avtnr nummer nr id "
     "contractno number agreementnumber ref løpenr løpenummer"},
    {&text::col_agreement,
     "avtale avtalenavn avtalenamn avtaletittel tittel navnpåavtale avtaleområde navn namn "
     "kontrakt rammeavtale agreement title fagområde innkjøpsområde område vareområde "
     "avtale* kontrakt* rammeavtale*"},
    {&text::field_description,
     "beskrivelse skildring omfang innhold innhald description gjelder "
     "hvaavtalengjelder"},
    {&text::col_supplier,
     "leverandør leverandører leverandørar leverandørnavn leverandørnamn supplier firma "
     "kontraktspart avtalepart leverandørs* supplierrank"},
    {&text::organisation_number,
     "orgnr organisasjonsnummer organisasjonsnr orgnummer "
     "leverandørorgnr orgnrleverandør leverandørensorgnr "
     "organisationnumber"},
    {&text::field_rank, "rangering rang prioritet rank"},
    {&text::field_lot, "delkontrakt delområde lot del delavtale"},
    {&text::period,
     "periode avtaleperiode kontraktsperiode avtaletid varighet gyldighet "
     "periodeogopsjon avtaleperiodeinklopsjon* gyldighetsperiode period periode* avtaleperiode* "
     "kontraktsperiode*"},
    {&text::field_from,
     "fra frå fradato startdato start gyldigfra gjelderfra gjeldfrå avtalestart "
     "oppstart kontraktsstart periodefra avtaleperiodefra avtaleperiodestart "
     "validfrom from førstedag"},
    {&text::field_to,
     "til tildato sluttdato slutt gyldigtil gjeldertil gjeldtil utløp utløpsdato "
     "utløper avtaleslutt kontraktsslutt periodetil avtaleperiodetil "
     "avtaleperiodeslutt validto to until sistedag gårut"},
    {&text::col_options,
     "opsjon opsjoner opsjonar opsjonsår forlengelse forlenging options "
     "forlengelsesopsjon opsjonår opsjon* forleng*"},
    {&text::field_deadline,
     "opsjonsfrist varslingsfrist fristforopsjon fristopsjon "
     "fristforåbrukeopsjon* varselopsjon deadline fristforåvarsle* "
     "fristforåtaibruk* optiondeadline måvarslesinnen* utløsesinnen"},
    {&text::field_notice_months,
     "oppsigelse oppsigelsestid oppsigelsesfrist oppseiing* "
     "noticeperiod oppsigelsemnd oppsigelsesfristmnd noticemonths"},
    {&text::field_estimated,
     "estimertverdi anslåttverdi verdi kontraktsverdi avtaleverdi "
     "estimertverdikr estimat verdieksmva verdikr totalverdi estimatedvalue "
     "estimertverdieksmva estimert* anslag* anslått* anslege* avtalesum verdi* kontraktsverdi*"},
    {&text::heading_yearly,
     "årligverdi årsverdi årligomsetning årligforbruk omsetningprår "
     "verdiprår årlegverdi årligvolum årligkjøp"},
    {&text::field_maximum,
     "maksverdi maksimalverdi maksimumsverdi rammeverdi maksimum maks "
     "størsteverdi høyesteverdi maximum maxvalue maksbeløp maksimalverdieksmva "
     "maks*"},
    {&text::field_cpv, "cpv cpvkode cpvkoder cpvcode kategori cpvkodar cpv*"},
    {&text::field_product_groups, "varegrupper unspsc varegruppe unspsckode produktgrupper"},
    {&text::col_municipalities,
     "kommuner kommunar kommune deltakere deltakarar deltakendekommuner "
     "omfatterkommuner gjelderforkommuner gjelderfor members "
     "municipalities medlemmer oppdragsgivere hvemerskalbruke* "
     "kommunersomermed kommune* deltak*"},
    {&text::field_decision,
     "vedtak vedtaksreferanse vedtaksnr saksnr saksnummer decision "
     "tildelingsvedtak besluttet hjemmel avgjerd vedtaketpåavtalen vedtak*"},
    {&text::field_decided_on,
     "vedtaksdato dato beslutningsdato vedtattdato decidedon datovedtak "
     "vedtatt vedtaksdato*"},
    {&text::member_decisions,
     "kommunenesvedtak vedtakikommunene tilslutning tilslutningsvedtak "
     "memberdecisions tilslutningkommuner kommunanesvedtak"},
    {&text::field_signed,
     "signert signertdato signeringsdato kontraktsdato underskrevet signedon "
     "inngått avtaleinngått"},
    {&text::field_manager,
     "avtaleforvalter avtaleforvaltar avtaleansvarlig avtaleansvarleg "
     "kontraktsansvarlig forvalter kontraktsforvalter manager ansvarlig "
     "ansvarleg eier avtaleeier saksbehandler ansvarlig* avtaleansvarlig*"},
    {&text::field_contact,
     "kontakt kontaktperson kontaktinnkjøp kontaktpersonleverandør "
     "leverandørkontakt contact kontaktpersonhosleverandør"},
    {&text::field_email, "epost epostadresse mail email kontaktepost epostleverandør"},
    {&text::how_to_order,
     "slikbestillerdu bestilling bestillingsmåte bestillingsrutine vilkår "
     "howtoorder bestillesslik kjøpsbetingelser bestillast* slikbestillesdet"},
    {&text::field_delivery_terms,
     "leveringsvilkår levering leveringsbetingelser deliveryterms "
     "leveringstid frakt"},
    {&text::field_payment_terms,
     "betaling betalingsvilkår betalingsbetingelser paymentterms "
     "betalingsfrist forfall"},
    {&text::field_kind,
     "type avtaletype avtaleform kontraktstype rammeavtaletype kind avtalemodell"},
    {&text::filter_state, "status tilstand state avtalestatus"},
    {&text::field_case,
     "arkivsak arkivreferanse arkivnr saksreferanse sak websak elements "
     "casereference arkivsaksnummer epsilon saksmappe ephorte"},
    {&text::field_notice,
     "doffin kunngjøring doffinreferanse doffinnr kunngjort notice "
     "kunngjøringsnr tedref kunngjør* doffin*"},
    {&text::require_climate, "miljø miljøkrav klima klimakrav klimaogmiljø miljøkravogklima"},
    {&text::require_wage,
     "lønnsogarbeidsvilkår lønnsvilkår seriøsitet seriøsitetskrav lærlinger "
     "seriøsitetsvilkår løns*"},
    {&text::require_ethics, "etikk etiskhandel etiskekrav etiskkrav menneskerettigheter"},
    {&text::field_note,
     "merknad merknader kommentar kommentarer notat anmerkning note merknadar merknad* kommentar*"},
    {&text::field_public_text, "offentligtekst publictext tekstpånett nettekst"},
    {&text::field_renegotiate,
     "reforhandling nykonkurranse oppstartnykonkurranse reforhandles "
     "nyanskaffelse startnyanskaffelse nykonkurransestart"},
};

std::vector<sheet::Wanted> wanted_columns(std::span<const party::Municipality> all,
                                          std::vector<std::string>& names) {
    std::vector<sheet::Wanted> out;
    for (const Known& each : kKnown) out.push_back({each.label->key, each.spellings, false});
    for (const party::Municipality& each : all)
        names.push_back(sheet::folded(each.name) + " " + sheet::folded(each.title()));
    for (const std::string& each : names) out.push_back({"", each, false});
    return out;
}

class Reader {
public:
    Reader(db::Session& session, Date today, bool undecided_in_force)
        : today_(today),
          undecided_in_force_(undecided_in_force),
          municipalities_(party::municipalities(session)),
          suppliers_(party::suppliers(session)) {
        for (const party::Municipality& each : municipalities_) {
            for (const party::Person& person : party::people(session, each.id))
                people_.try_emplace(sheet::folded(person.name), person.id);
        }
        for (const Agreement& each : list(session, {.ended = true, .unsigned_too = true}, today))
            known_.push_back(each);
    }

    Reading read(std::string_view bytes) {
        const auto book = sheet::read(bytes);
        if (!book) {
            out_.refusals.push_back(book.error());
            return std::move(out_);
        }
        for (const sheet::Sheet& each : book->sheets) read_sheet(each);
        if (std::ranges::none_of(out_.sheets,
                                 [](const auto& each) { return each.heading_line > 0; })) {
            out_.refusals.push_back({&text::no_headings_found, {}, {}});
        }
        for (Row& row : out_.rows) settle(row);
        return std::move(out_);
    }

private:
    // ---- The sheet ----

    void read_sheet(const sheet::Sheet& page) {
        Reading::Sheet about;
        about.name = page.name;
        if (page.hidden || page.rows.empty()) {
            out_.sheets.push_back(std::move(about));
            return;
        }
        std::vector<std::string> names;
        const auto wanted = wanted_columns(municipalities_, names);
        const auto found = sheet::find_headings(page, wanted, 2);
        const bool usable = found && found->columns[title] != -1 &&
                            (found->columns[supplier] != -1 || found->columns[period] != -1 ||
                             found->columns[to] != -1 || found->columns[supplier_number] != -1);
        if (!usable) {
            out_.sheets.push_back(std::move(about));
            return;
        }
        about.heading_line = found->first_line;
        columns_ = found->columns;
        tell_columns(*found, page.width, about);
        out_.sheets.push_back(std::move(about));
        std::optional<std::size_t> before;  // the agreement above, by its place among the rows
        for (std::size_t i = found->first_row; i < page.rows.size(); ++i)
            before = read_row(page, page.rows[i], before);
    }

    void tell_columns(const sheet::Found& found, int width, Reading::Sheet& about) {
        for (int column = 0; column < width; ++column) {
            const auto at = static_cast<std::size_t>(column);
            Column each{sheet::column_letters(column),
                        at < found.headings.size() ? found.headings[at] : "", nullptr, ""};
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                if (columns_[i] != column) continue;
                if (i < whats) each.means = kKnown[i].label;
                if (i >= whats) each.municipality = municipalities_[i - whats].name;
            }
            if (!each.heading.empty() || each.means != nullptr)
                about.columns.push_back(std::move(each));
        }
    }

    const sheet::Cell& cell(What what) const { return row_->at(columns_[what]); }
    std::string words(What what) const {
        const sheet::Cell& is = cell(what);
        return is.kind == sheet::Cell::Kind::error ? "" : is.shown();
    }

    // A heading within the table («HELSE OG OMSORG»), a sum, an empty line: no agreement.
    bool no_agreement(const sheet::Row& row) const {
        int filled = 0;
        std::string only;
        for (const sheet::Cell& each : row.cells) {
            if (each.blank() || each.merged) continue;
            ++filled;
            if (only.empty()) only = each.value;
        }
        return filled <= 1 || is_sum_row(only);
    }

    std::optional<std::size_t> read_row(const sheet::Sheet& page, const sheet::Row& row,
                                        std::optional<std::size_t> before) {
        row_ = &row;
        const bool has_title = !cell(title).blank() && !cell(title).merged;
        const bool has_number = !cell(number).blank() && !cell(number).merged;
        const bool has_supplier = (!cell(supplier).blank() && !cell(supplier).merged) ||
                                  (!cell(supplier_number).blank() && !cell(supplier_number).merged);
        // Merged downwards, or left empty under the first: another supplier or lot of the same.
        if (before && !has_title && !has_number) {
            if (has_supplier && no_title_of_its_own()) {
                now_ = &out_.rows[*before];
                read_suppliers(static_cast<int>(now_->is.suppliers.size()) + 1);
                return before;
            }
            if (no_agreement(row) || !has_supplier) return before;
        }
        if (no_agreement(row)) return before;
        now_ = &out_.rows.emplace_back();
        now_->sheet = page.name;
        now_->line = row.line;
        read_agreement();
        return out_.rows.size() - 1;
    }
    bool no_title_of_its_own() const { return cell(title).blank() || cell(title).merged; }

    // ---- One agreement ----

    void stop(const Text& says, Arguments arguments = {}) {
        now_->notes.push_back({true, {&says, std::move(arguments), {}}});
    }
    void note(const Text& says, Arguments arguments = {}) {
        now_->notes.push_back({false, {&says, std::move(arguments), {}}});
    }

    void read_agreement() {
        Agreement& is = now_->is;
        is.number = words(number);
        is.title = words(title);
        is.description = words(description);
        if (is.title.empty()) stop(text::row_without_title);
        read_suppliers(1);
        read_period();
        read_amounts();
        is.cpvs = cpvs_in(words(cpv));
        is.product_groups = words(product_groups);
        if (const auto found = kind_from(words(kind)))
            is.kind = *found;
        else if (is.suppliers.size() > 1)
            is.kind = Kind::ranked;
        read_decisions();
        read_members();
        read_people();
        read_terms();
    }

    void read_suppliers(int first_rank) {
        auto names = names_in(words(supplier));
        const std::string digits = organisation_number_in(words(supplier_number));
        if (!words(supplier_number).empty() && digits.empty())
            note(text::row_organisation_number_wrong, {{"value", words(supplier_number)}});
        if (names.empty() && digits.empty()) {
            if (first_rank == 1) stop(text::row_without_supplier);
            return;
        }
        if (names.empty()) names.emplace_back();
        int place = first_rank;
        if (const auto said = cell(rank).number(); said && names.size() == 1 && said->scale() == 0)
            place = static_cast<int>(std::clamp<std::int64_t>(said->digits(), 1, 99));
        const LotId lot_id = lot_of(words(lot));
        for (const std::string& name : names) {
            const std::string own = organisation_number_in(name);
            add_supplier(name,
                         !own.empty()        ? own
                         : names.size() == 1 ? digits
                                             : "",
                         place++, lot_id);
        }
    }

    // Lots have no id before they are stored: their number stands for it until then.
    LotId lot_of(const std::string& name) {
        if (name.empty()) return {};
        for (const Lot& each : now_->is.lots) {
            if (each.title == name) return each.id;
        }
        Lot out;
        out.number = static_cast<int>(now_->is.lots.size()) + 1;
        out.id = {out.number};
        out.title = name;
        now_->is.lots.push_back(out);
        return out.id;
    }

    void add_supplier(const std::string& name, const std::string& digits, int place, LotId lot_id) {
        Supplying each;
        each.rank = place;
        each.lot = lot_id;
        each.name = name;
        const std::string wanted = company_folded(name);
        for (const party::Supplier& known : suppliers_) {
            const bool same = !digits.empty() ? known.organisation_number == digits
                                              : company_folded(known.name) == wanted;
            if (!same) continue;
            each.supplier = known.id;
            each.name = known.name;
            each.organisation_number = known.organisation_number;
        }
        if (!each.supplier && digits.empty()) {
            stop(text::row_supplier_unknown, {{"name", name}});
            return;
        }
        if (!each.supplier) {
            party::Supplier made;
            made.organisation_number = digits;
            // The name is what stands before the number and its brackets.
            const auto end =
                name.find_first_of("(0123456789", std::min<std::size_t>(1, name.size()));
            made.name = std::string(trimmed(name.substr(0, end)));
            if (made.name.empty()) {
                stop(text::row_supplier_unknown, {{"name", digits}});
                return;
            }
            each.organisation_number = digits;
            each.name = made.name;
            now_->new_suppliers.push_back(std::move(made));
            note(text::row_supplier_new, {{"name", each.name}, {"number", digits}});
        }
        for (const Supplying& other : now_->is.suppliers) {
            if (other.organisation_number == each.organisation_number && other.lot == each.lot)
                return;
        }
        now_->is.suppliers.push_back(std::move(each));
    }

    void read_period() {
        Agreement& is = now_->is;
        Period found = period_from(cell(period));
        const Period at_from = period_from(cell(from));
        const Period at_to = period_from(cell(to));
        if (at_from.from) found.from = at_from.from;
        // «Fra» that holds a whole period, «Til» that is one day, or a year that ends in December.
        if (at_from.to && columns_[to] == -1) found.to = at_from.to;
        if (!cell(to).blank()) {
            found.to = at_to.to ? at_to.to : at_to.from;
            found.assumed |= at_to.assumed;
        }
        for (const Period* each : {&at_from, &at_to}) {
            found.assumed |= each->assumed;
            found.open_ended |= each->open_ended;
            if (found.option_months.empty()) found.option_months = each->option_months;
        }
        if (!found.from && found.to) {
            found.from = std::min(today_, *found.to);
            note(text::row_start_assumed, {{"date", *found.from}});
        }
        if (!found.from || !found.to) {
            stop(found.open_ended ? text::row_open_ended : text::row_without_period,
                 {{"value", words(period) + words(from)}});
            return;
        }
        if (*found.to < *found.from) {
            stop(text::ends_before_it_begins);
            return;
        }
        if (found.assumed)
            note(text::row_period_assumed, {{"from", *found.from}, {"to", *found.to}});
        if (found.too_many_days) note(text::row_many_days, {{"value", words(period)}});
        is.valid_from = *found.from;
        is.valid_to = *found.to;
        read_options(found);
    }

    void read_options(const Period& found) {
        Agreement& is = now_->is;
        std::vector<int> months = options_from(words(options));
        if (months.empty()) months = found.option_months;
        is.options = words(options);
        const auto last_days = days_in(words(options));
        Date end = is.valid_to;
        // «Opsjon til 28.02.2028» is a day, not a number of years.
        if (months.empty() && !last_days.empty() && last_days.back().last > is.valid_to) {
            is.option_list.push_back({0, 1, last_days.back().last, {}, {}, ""});
        }
        for (const int each : months) {
            end = months_after(end + 1, each) - 1;
            is.option_list.push_back(
                {0, static_cast<int>(is.option_list.size()) + 1, end, {}, {}, ""});
        }
        option_months_[now_->line] = months;
        if (is.option_list.empty()) return;
        const sheet::Cell& deadline = cell(option_deadline);
        if (const auto day = deadline.date()) {
            is.option_list.front().deadline = day;
        } else if (const auto before = months_from(deadline.value); before && !deadline.blank()) {
            Date ends = is.valid_to;
            for (Option& each : is.option_list) {
                each.deadline = months_after(ends, -*before);
                ends = each.valid_to;
            }
        } else if (!deadline.blank()) {
            note(text::row_deadline_unread, {{"value", words(option_deadline)}});
        }
    }

    std::optional<Money> amount(What what) {
        if (cell(what).blank()) return std::nullopt;
        const auto found = amount_from(cell(what));
        if (!found) {
            note(text::row_amount_unread, {{"value", words(what)}});
            return std::nullopt;
        }
        Money money = found->money;
        if (found->per_year && what != yearly) {
            money = over_the_years(money);
            note(text::row_amount_per_year, {{"value", words(what)}, {"amount", money}});
        } else if (found->about) {
            note(text::row_amount_about, {{"value", words(what)}, {"amount", money}});
        }
        return money;
    }

    Money over_the_years(Money yearly_amount) const {
        const std::int64_t days = now_->is.valid_to - now_->is.valid_from + 1;
        return Money(divide_rounded(Wide(yearly_amount.ore()) * days, 365) / 100 * 100);
    }

    void read_amounts() {
        Agreement& is = now_->is;
        is.estimated = amount(estimated);
        is.maximum = amount(maximum);
        if (const auto each_year = amount(yearly); each_year && !is.estimated) {
            is.estimated = over_the_years(*each_year);
            note(text::row_amount_per_year, {{"value", words(yearly)}, {"amount", *is.estimated}});
        }
        if (is.estimated && is.maximum && *is.maximum < *is.estimated) {
            note(text::row_estimate_above_maximum);
            is.estimated = is.maximum;
        }
        if (const auto months = months_from(words(notice_period)); !cell(notice_period).blank()) {
            if (months) is.notice_months = *months;
            if (!months) note(text::row_notice_unread, {{"value", words(notice_period)}});
        }
    }

    void read_decisions() {
        Agreement& is = now_->is;
        const Decision found = decision_from(cell(decision));
        is.decision = found.reference;
        is.decided_on = cell(decided_on).date();
        if (!is.decided_on) is.decided_on = found.on;
        is.signed_on = cell(signed_on).date();
    }

    // «Nes: sak 12/25 14.02.2025; Gol: sak 4/25 1.3.2025»
    Decision decision_of(const party::Municipality& municipality) const {
        for (const std::string& each : names_in(words(member_decisions))) {
            const auto colon = each.find(':');
            if (colon == each.npos ||
                sheet::folded(each.substr(0, colon)) != sheet::folded(municipality.name))
                continue;
            sheet::Cell rest;
            rest.kind = sheet::Cell::Kind::text;
            rest.value = std::string(trimmed(std::string_view(each).substr(colon + 1)));
            return decision_from(rest);
        }
        return {};
    }

    void read_members() {
        const std::string said = words(municipalities);
        const std::string folded = sheet::folded(said);
        std::string unknown = said;
        for (std::size_t i = 0; i < municipalities_.size(); ++i) {
            const party::Municipality& each = municipalities_[i];
            const sheet::Cell& own = row_->at(columns_[whats + i]);
            Decision joined = decision_of(each);
            bool member = means_everybody(said) || names(folded, each);
            if (!own.blank() && sheet::folded(own.value) != "nei" && own.value != "-" &&
                own.value != "0") {
                member = true;
                if (!means_yes(own.value)) joined = decision_from(own);
            }
            if (!member) continue;
            // What the whole region decided holds for each, until its own decision is registered.
            if (!joined.on && joined.reference.empty() && now_->is.kind == Kind::local)
                joined = {now_->is.decision, now_->is.decided_on};
            now_->is.members.push_back({each.id,
                                        each.name,
                                        now_->is.valid_from,
                                        {},
                                        joined.on,
                                        joined.reference,
                                        {},
                                        {},
                                        {}});
        }
        if (now_->is.members.empty()) note(text::row_without_members, {{"value", said}});
    }

    // Its name or number, as a word of its own.
    bool names(const std::string& folded, const party::Municipality& municipality) const {
        const std::string said = words(municipalities);
        std::string word;
        for (std::size_t i = 0; i <= said.size(); ++i) {
            const char c = i < said.size() ? said[i] : ',';
            if (!std::string_view(" ,;/+&\n\t.").contains(c)) {
                word += c;
                continue;
            }
            if (word == municipality.number ||
                sheet::folded(word) == sheet::folded(municipality.name))
                return true;
            word.clear();
        }
        return folded == sheet::folded(municipality.title());
    }

    void read_people() {
        Agreement& is = now_->is;
        if (const std::string name = words(manager); !name.empty()) {
            if (const auto found = people_.find(sheet::folded(name)); found != people_.end()) {
                is.manager = found->second;
                is.manager_name = name;
            } else {
                note(text::row_manager_unknown, {{"name", name}});
                is.contacts.push_back({0, ContactKind::manager, {}, {}, name, "", ""});
            }
        }
        if (const std::string name = words(contact); !name.empty()) {
            is.contacts.push_back(
                {0, ContactKind::supplier, {}, {}, name, words(contact_email), ""});
        }
    }

    void read_terms() {
        Agreement& is = now_->is;
        is.terms = words(how_to_order);
        is.delivery_terms = words(delivery);
        is.payment_terms = words(payment);
        is.case_reference = words(case_reference);
        is.notice = words(notice);
        is.public_text = words(public_text);
        is.renegotiate = cell(renegotiate).date();
        const std::pair<What, RequirementKind> requirements[] = {
            {climate, RequirementKind::climate},
            {wage, RequirementKind::wage},
            {ethics, RequirementKind::ethics}};
        for (const auto& [what, of_kind] : requirements) {
            const std::string said = words(what);
            if (said.empty() || sheet::folded(said) == "nei" || said == "-") continue;
            Requirement each;
            each.kind = of_kind;
            each.text = means_yes(said) ? std::string(kKnown[what].label->nb) : said;
            is.requirements.push_back(std::move(each));
        }
        if (const std::string said = words(What::note); !said.empty())
            is.description += (is.description.empty() ? "" : "\n") + said;
        is.state = state_from(words(state)).value_or(State::in_force);
    }

    // ---- When all lines of it are read ----

    void settle(Row& row) {
        now_ = &row;
        Agreement& is = row.is;
        if (!is.suppliers.empty()) {
            std::ranges::sort(is.suppliers, [](const Supplying& a, const Supplying& b) {
                return std::tuple(a.rank, a.organisation_number, a.lot) <
                       std::tuple(b.rank, b.organisation_number, b.lot);
            });
            is.supplier = is.suppliers.front().supplier;
            is.supplier_name = is.suppliers.front().name;
            is.supplier_number = is.suppliers.front().organisation_number;
            if (is.suppliers.size() > 1 && is.kind == Kind::single && is.lots.empty())
                is.kind = Kind::ranked;
        }
        find_existing(row);
        if (row.left_out()) return;
        if (is.number.empty()) {
            is.number = row.existing ? known(*row.existing).number : next_number(is);
            if (!row.existing) note(text::row_number_given, {{"number", is.number}});
        }
        settle_state(is);
        tell_undecided(row);
        if (!row.existing && is.options.empty()) is.options = in_words(option_months_[row.line]);
        if (const auto [at, is_new] = taken_.try_emplace(is.number, row.line); !is_new)
            stop(text::row_number_twice,
                 {{"number", is.number}, {"line", std::int64_t{at->second}}});
        row.changes = !row.existing || differs(known(*row.existing), is);
    }

    // «1 + 1 år»
    static std::string in_words(std::span<const int> months) {
        std::string out;
        const bool years = std::ranges::all_of(months, [](int each) { return each % 12 == 0; });
        for (const int each : months)
            out += (out.empty() ? "" : " + ") + std::to_string(years ? each / 12 : each);
        return out.empty() ? out : out + (years ? " år" : " mnd");
    }

    // Who is named without a decision of its own may not buy before it is registered.
    void tell_undecided(const Row& row) {
        if (row.is.kind == Kind::local || row.is.valid_to < today_) return;
        std::string names;
        for (const Member& each : row.is.members) {
            if (each.decided()) continue;
            const Member* before =
                row.existing ? known(*row.existing).member(each.municipality) : nullptr;
            if (before != nullptr && before->decided()) continue;
            names += (names.empty() ? "" : ", ") + each.name;
        }
        if (!names.empty()) note(text::row_members_undecided, {{"names", names}});
    }

    // The dates win over the word: what has passed has expired, whatever the list still says.
    void settle_state(Agreement& is) {
        if (is.state == State::terminated || is.state == State::draft) return;
        if (is.state == State::decided && is.decided_on) return;
        const bool decided = is.decided_on.has_value() && !is.decision.empty();
        if (is.valid_to < today_) {
            is.state = State::expired;
        } else if (is.state == State::expired) {
            note(text::row_said_expired, {{"date", is.valid_to}});
            is.state = State::in_force;
        }
        if (!decided && is.valid_to >= today_) {
            if (!undecided_in_force_) is.state = State::draft;
            note(undecided_in_force_ ? text::row_undecided_runs : text::row_undecided_draft);
        }
        if (!decided) is.signed_on.reset();
    }

    const Agreement& known(AgreementId id) const {
        return *std::ranges::find(known_, id, &Agreement::id);
    }

    void find_existing(Row& row) {
        for (const Agreement& each : known_) {
            const bool same = row.is.number.empty()
                                  ? sheet::folded(each.title) == sheet::folded(row.is.title) &&
                                        each.valid_from == row.is.valid_from
                                  : each.number == row.is.number;
            if (same) row.existing = each.id;
        }
    }

    // «2024-R01»: the year it begins, R for the register it came from, and the next that is free.
    std::string next_number(const Agreement& is) {
        for (int i = 1;; ++i) {
            std::string out = std::to_string(is.valid_from.year()) + "-R" + (i < 10 ? "0" : "") +
                              std::to_string(i);
            if (!taken_.contains(out) && std::ranges::none_of(known_, [&](const Agreement& each) {
                    return each.number == out;
                }))
                return out;
        }
    }

    // What a file does not have changes nothing.
    static bool differs(const Agreement& old, const Agreement& is) {
        const auto says = [](const std::string& now, const std::string& before) {
            return !now.empty() && now != before;
        };
        if (says(is.title, old.title) || says(is.description, old.description) ||
            says(is.terms, old.terms) || says(is.case_reference, old.case_reference) ||
            says(is.notice, old.notice) || says(is.options, old.options) ||
            says(is.product_groups, old.product_groups) ||
            says(is.delivery_terms, old.delivery_terms) ||
            says(is.payment_terms, old.payment_terms))
            return true;
        if ((is.estimated && is.estimated != old.estimated) ||
            (is.maximum && is.maximum != old.maximum) || (!is.cpvs.empty() && is.cpvs != old.cpvs))
            return true;
        if (is.manager && is.manager != old.manager) return true;
        for (const Supplying& each : is.suppliers) {
            if (!each.supplier || !old.is_supplied_by(each.supplier)) return true;
        }
        if (old.decision.empty() && is.decided_on && !is.decision.empty()) return true;
        if (old.option_list.empty() && !is.option_list.empty()) return true;
        if (old.requirements.empty() && !is.requirements.empty()) return true;
        return std::ranges::any_of(is.members, [&](const Member& each) {
            const Member* before = old.member(each.municipality);
            return before == nullptr || (each.decided() && (each.decided_on != before->decided_on ||
                                                            each.reference != before->reference));
        });
    }

    Date today_;
    bool undecided_in_force_;
    std::vector<party::Municipality> municipalities_;
    std::vector<party::Supplier> suppliers_;
    std::map<std::string, UserId> people_;
    std::vector<Agreement> known_;
    std::map<std::string, int> taken_;
    std::map<int, std::vector<int>> option_months_;  // by line
    Reading out_;
    std::vector<int> columns_;
    const sheet::Row* row_ = nullptr;
    Row* now_ = nullptr;
};

int count(const Reading& reading, auto holds) {
    return static_cast<int>(std::ranges::count_if(reading.rows, holds));
}

}  // namespace

bool Row::left_out() const {
    return std::ranges::any_of(notes, [](const Note& each) { return each.stops; });
}
int Reading::count_new() const {
    return count(*this, [](const Row& row) { return !row.left_out() && !row.existing; });
}
int Reading::count_changed() const {
    return count(*this,
                 [](const Row& row) { return !row.left_out() && row.existing && row.changes; });
}
int Reading::count_unchanged() const {
    return count(*this,
                 [](const Row& row) { return !row.left_out() && row.existing && !row.changes; });
}
int Reading::count_left_out() const {
    return count(*this, [](const Row& row) { return row.left_out(); });
}

Reading read(db::Session& session, std::string_view bytes, Date today, bool undecided_in_force) {
    return Reader(session, today, undecided_in_force).read(bytes);
}

}  // namespace samkjop::agreement::intake
