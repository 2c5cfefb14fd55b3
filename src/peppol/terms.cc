// The names of the business terms, so that a sentence can say «fakturanummer (BT-1)».

#include "peppol/terms.h"

#include <algorithm>

namespace samkjop::peppol {
namespace {

struct Term {
    std::string_view id;
    std::string_view nb;
    std::string_view nn;
    std::string_view en;
};

constexpr Term kTerms[] = {
    {"BG-3", "tidligere faktura", "tidlegare faktura", "preceding invoice"},
    {"BG-5", "selgers adresse", "adressa til seljaren", "seller's address"},
    {"BG-6", "selgers kontakt", "kontakten hos seljaren", "seller's contact"},
    {"BG-8", "kjøpers adresse", "adressa til kjøparen", "buyer's address"},
    {"BG-10", "betalingsmottaker", "betalingsmottakar", "payee"},
    {"BG-11", "selgers avgiftsrepresentant", "avgiftsrepresentanten til seljaren",
     "seller's tax representative"},
    {"BG-12", "avgiftsrepresentantens adresse", "adressa til avgiftsrepresentanten",
     "tax representative's address"},
    {"BG-13", "levering", "levering", "delivery"},
    {"BG-14", "fakturaperiode", "fakturaperiode", "invoicing period"},
    {"BG-16", "betaling", "betaling", "payment instructions"},
    {"BG-17", "kreditoverføring", "kreditoverføring", "credit transfer"},
    {"BG-18", "betalingskort", "betalingskort", "payment card"},
    {"BG-19", "direkte belastning", "direkte belastning", "direct debit"},
    {"BG-23", "mva-oversikt", "mva-oversikt", "VAT breakdown"},
    {"BG-24", "vedlegg", "vedlegg", "supporting document"},
    {"BG-25", "fakturalinje", "fakturalinje", "invoice line"},
    {"BG-26", "periode på linjen", "periode på linja", "line period"},
    {"BG-30", "mva på linjen", "mva på linja", "line VAT"},
    {"BT-1", "fakturanummer", "fakturanummer", "invoice number"},
    {"BT-2", "fakturadato", "fakturadato", "issue date"},
    {"BT-3", "fakturatype", "fakturatype", "invoice type"},
    {"BT-5", "valuta", "valuta", "currency"},
    {"BT-6", "valuta for mva-regnskapet", "valuta for mva-rekneskapen", "VAT accounting currency"},
    {"BT-7", "dato for mva", "dato for mva", "VAT date"},
    {"BT-8", "kode for dato for mva", "kode for dato for mva", "VAT date code"},
    {"BT-9", "forfallsdato", "forfallsdato", "due date"},
    {"BT-10", "kjøpers referanse", "referansen til kjøparen", "buyer reference"},
    {"BT-11", "prosjekt", "prosjekt", "project"},
    {"BT-12", "kontrakt", "kontrakt", "contract"},
    {"BT-13", "ordrenummer", "ordrenummer", "order number"},
    {"BT-15", "mottaksmelding", "mottaksmelding", "receiving advice"},
    {"BT-16", "pakkseddel", "pakksetel", "despatch advice"},
    {"BT-17", "konkurranse", "konkurranse", "tender"},
    {"BT-18", "fakturert objekt", "fakturert objekt", "invoiced object"},
    {"BT-20", "betalingsbetingelser", "betalingsvilkår", "payment terms"},
    {"BT-21", "emnekode for notat", "emnekode for notat", "note subject code"},
    {"BT-22", "notat", "notat", "note"},
    {"BT-23", "forretningsprosess", "forretningsprosess", "business process"},
    {"BT-24", "spesifikasjon", "spesifikasjon", "specification"},
    {"BT-25", "nummer på tidligere faktura", "nummer på tidlegare faktura",
     "preceding invoice number"},
    {"BT-27", "selgers navn", "namnet på seljaren", "seller's name"},
    {"BT-28", "selgers handelsnavn", "handelsnamnet til seljaren", "seller's trading name"},
    {"BT-29", "selgers id", "id-en til seljaren", "seller's identifier"},
    {"BT-30", "selgers organisasjonsnummer", "organisasjonsnummeret til seljaren",
     "seller's organisation number"},
    {"BT-31", "selgers mva-nummer", "mva-nummeret til seljaren", "seller's VAT number"},
    {"BT-32", "selgers skatteregistrering", "skatteregistreringa til seljaren",
     "seller's tax registration"},
    {"BT-33", "selgers juridiske opplysninger", "juridiske opplysningar om seljaren",
     "seller's legal information"},
    {"BT-34", "selgers elektroniske adresse", "den elektroniske adressa til seljaren",
     "seller's electronic address"},
    {"BT-35", "selgers gateadresse", "gateadressa til seljaren", "seller's street"},
    {"BT-37", "selgers poststed", "poststaden til seljaren", "seller's city"},
    {"BT-38", "selgers postnummer", "postnummeret til seljaren", "seller's postal code"},
    {"BT-40", "selgers land", "landet til seljaren", "seller's country"},
    {"BT-41", "selgers kontaktperson", "kontaktpersonen hos seljaren", "seller's contact person"},
    {"BT-42", "selgers telefon", "telefonen til seljaren", "seller's telephone"},
    {"BT-43", "selgers e-post", "e-posten til seljaren", "seller's email"},
    {"BT-44", "kjøpers navn", "namnet på kjøparen", "buyer's name"},
    {"BT-45", "kjøpers handelsnavn", "handelsnamnet til kjøparen", "buyer's trading name"},
    {"BT-46", "kjøpers id", "id-en til kjøparen", "buyer's identifier"},
    {"BT-47", "kjøpers organisasjonsnummer", "organisasjonsnummeret til kjøparen",
     "buyer's organisation number"},
    {"BT-48", "kjøpers mva-nummer", "mva-nummeret til kjøparen", "buyer's VAT number"},
    {"BT-49", "kjøpers elektroniske adresse", "den elektroniske adressa til kjøparen",
     "buyer's electronic address"},
    {"BT-50", "kjøpers gateadresse", "gateadressa til kjøparen", "buyer's street"},
    {"BT-52", "kjøpers poststed", "poststaden til kjøparen", "buyer's city"},
    {"BT-53", "kjøpers postnummer", "postnummeret til kjøparen", "buyer's postal code"},
    {"BT-55", "kjøpers land", "landet til kjøparen", "buyer's country"},
    {"BT-59", "betalingsmottakers navn", "namnet på betalingsmottakaren", "payee's name"},
    {"BT-60", "betalingsmottakers id", "id-en til betalingsmottakaren", "payee's identifier"},
    {"BT-61", "betalingsmottakers organisasjonsnummer",
     "organisasjonsnummeret til betalingsmottakaren", "payee's organisation number"},
    {"BT-62", "avgiftsrepresentantens navn", "namnet på avgiftsrepresentanten",
     "tax representative's name"},
    {"BT-63", "avgiftsrepresentantens mva-nummer", "mva-nummeret til avgiftsrepresentanten",
     "tax representative's VAT number"},
    {"BT-69", "avgiftsrepresentantens land", "landet til avgiftsrepresentanten",
     "tax representative's country"},
    {"BT-70", "mottaker av leveringen", "mottakar av leveringa", "deliver to party"},
    {"BT-71", "leveringssted", "leveringsstad", "delivery location"},
    {"BT-72", "leveringsdato", "leveringsdato", "delivery date"},
    {"BT-73", "periodens startdato", "startdatoen for perioden", "period start date"},
    {"BT-74", "periodens sluttdato", "sluttdatoen for perioden", "period end date"},
    {"BT-77", "poststed for levering", "poststad for levering", "delivery city"},
    {"BT-78", "postnummer for levering", "postnummer for levering", "delivery postal code"},
    {"BT-80", "land for levering", "land for levering", "delivery country"},
    {"BT-81", "betalingsmåte", "betalingsmåte", "payment means"},
    {"BT-82", "tekst for betalingsmåte", "tekst for betalingsmåte", "payment means text"},
    {"BT-83", "KID eller betalingsreferanse", "KID eller betalingsreferanse",
     "payment reference (KID)"},
    {"BT-84", "kontonummer", "kontonummer", "account number"},
    {"BT-87", "kortnummer", "kortnummer", "card number"},
    {"BT-89", "fullmaktsreferanse", "fullmaktsreferanse", "mandate reference"},
    {"BT-90", "kreditor-id", "kreditor-id", "creditor identifier"},
    {"BT-91", "belastet konto", "belasta konto", "debited account"},
    {"BT-92", "rabattbeløp", "rabattbeløp", "allowance amount"},
    {"BT-93", "grunnlag for rabatt", "grunnlag for rabatt", "allowance base amount"},
    {"BT-94", "rabattprosent", "rabattprosent", "allowance percentage"},
    {"BT-95", "mva-kategori for rabatt", "mva-kategori for rabatt", "allowance VAT category"},
    {"BT-96", "mva-sats for rabatt", "mva-sats for rabatt", "allowance VAT rate"},
    {"BT-97", "grunn til rabatt", "grunn til rabatt", "allowance reason"},
    {"BT-98", "kode for grunn til rabatt", "kode for grunn til rabatt", "allowance reason code"},
    {"BT-99", "tilleggsbeløp", "tilleggsbeløp", "charge amount"},
    {"BT-100", "grunnlag for tillegg", "grunnlag for tillegg", "charge base amount"},
    {"BT-102", "mva-kategori for tillegg", "mva-kategori for tillegg", "charge VAT category"},
    {"BT-103", "mva-sats for tillegg", "mva-sats for tillegg", "charge VAT rate"},
    {"BT-104", "grunn til tillegg", "grunn til tillegg", "charge reason"},
    {"BT-105", "kode for grunn til tillegg", "kode for grunn til tillegg", "charge reason code"},
    {"BT-106", "sum linjer", "sum linjer", "sum of lines"},
    {"BT-107", "sum rabatter", "sum rabattar", "sum of allowances"},
    {"BT-108", "sum tillegg", "sum tillegg", "sum of charges"},
    {"BT-109", "totalbeløp uten mva", "totalbeløp utan mva", "total without VAT"},
    {"BT-110", "sum mva", "sum mva", "total VAT"},
    {"BT-111", "sum mva i regnskapsvaluta", "sum mva i rekneskapsvaluta",
     "total VAT in accounting currency"},
    {"BT-112", "totalbeløp med mva", "totalbeløp med mva", "total with VAT"},
    {"BT-113", "forhåndsbetalt", "førehandsbetalt", "prepaid amount"},
    {"BT-114", "avrunding", "avrunding", "rounding"},
    {"BT-115", "beløp å betale", "beløp å betale", "amount due"},
    {"BT-116", "mva-grunnlag", "mva-grunnlag", "taxable amount"},
    {"BT-117", "mva-beløp", "mva-beløp", "VAT amount"},
    {"BT-118", "mva-kategori", "mva-kategori", "VAT category"},
    {"BT-119", "mva-sats", "mva-sats", "VAT rate"},
    {"BT-120", "grunn til mva-fritak", "grunn til mva-fritak", "VAT exemption reason"},
    {"BT-121", "kode for mva-fritak", "kode for mva-fritak", "VAT exemption code"},
    {"BT-122", "referanse til vedlegg", "referanse til vedlegg", "supporting document reference"},
    {"BT-123", "beskrivelse av vedlegg", "skildring av vedlegg", "supporting document description"},
    {"BT-124", "nettadresse til vedlegg", "nettadresse til vedlegg",
     "supporting document location"},
    {"BT-125", "vedlagt fil", "vedlagd fil", "attached file"},
    {"BT-126", "linjenummer", "linjenummer", "line number"},
    {"BT-127", "notat på linjen", "notat på linja", "line note"},
    {"BT-128", "objekt på linjen", "objekt på linja", "line object"},
    {"BT-129", "fakturert antall", "fakturert mengd", "invoiced quantity"},
    {"BT-130", "enhet", "eining", "unit"},
    {"BT-131", "linjebeløp", "linjebeløp", "line amount"},
    {"BT-132", "ordrelinje", "ordrelinje", "order line"},
    {"BT-134", "startdato på linjen", "startdato på linja", "line start date"},
    {"BT-135", "sluttdato på linjen", "sluttdato på linja", "line end date"},
    {"BT-136", "rabattbeløp på linjen", "rabattbeløp på linja", "line allowance amount"},
    {"BT-137", "grunnlag for rabatt på linjen", "grunnlag for rabatt på linja",
     "line allowance base amount"},
    {"BT-139", "grunn til rabatt på linjen", "grunn til rabatt på linja", "line allowance reason"},
    {"BT-140", "kode for rabatt på linjen", "kode for rabatt på linja",
     "line allowance reason code"},
    {"BT-141", "tilleggsbeløp på linjen", "tilleggsbeløp på linja", "line charge amount"},
    {"BT-142", "grunnlag for tillegg på linjen", "grunnlag for tillegg på linja",
     "line charge base amount"},
    {"BT-144", "grunn til tillegg på linjen", "grunn til tillegg på linja", "line charge reason"},
    {"BT-145", "kode for tillegg på linjen", "kode for tillegg på linja",
     "line charge reason code"},
    {"BT-146", "nettopris", "nettopris", "net price"},
    {"BT-147", "rabatt på pris", "rabatt på pris", "price discount"},
    {"BT-148", "bruttopris", "bruttopris", "gross price"},
    {"BT-149", "prisgrunnlag", "prisgrunnlag", "price base quantity"},
    {"BT-150", "enhet for prisgrunnlag", "eining for prisgrunnlag", "price base quantity unit"},
    {"BT-151", "mva-kategori på linjen", "mva-kategori på linja", "line VAT category"},
    {"BT-152", "mva-sats på linjen", "mva-sats på linja", "line VAT rate"},
    {"BT-153", "varens navn", "namnet på vara", "item name"},
    {"BT-154", "varebeskrivelse", "vareskildring", "item description"},
    {"BT-157", "standard varenummer", "standard varenummer", "standard item number"},
    {"BT-158", "vareklassifisering", "vareklassifisering", "item classification"},
    {"BT-159", "opprinnelsesland", "opphavsland", "country of origin"},
    {"BT-160", "egenskapens navn", "namnet på eigenskapen", "attribute name"},
    {"BT-161", "egenskapens verdi", "verdien på eigenskapen", "attribute value"},
    {"BT-162", "selgers adresselinje", "adresselinja til seljaren", "seller's address line"},
    {"BT-163", "kjøpers adresselinje", "adresselinja til kjøparen", "buyer's address line"},
    {"BT-164", "avgiftsrepresentantens adresselinje", "adresselinja til avgiftsrepresentanten",
     "tax representative's address line"},
};

const Term* find(std::string_view id) {
    const auto* found = std::ranges::find(kTerms, id, &Term::id);
    return found == std::end(kTerms) ? nullptr : found;
}

}  // namespace

std::string term_names(std::string_view terms, Language language) {
    std::string out;
    while (!terms.empty()) {
        const std::string_view id = terms.substr(0, terms.find(' '));
        terms.remove_prefix(std::min(id.size() + 1, terms.size()));
        if (!out.empty()) out += ", ";
        const Term* term = find(id);
        if (term == nullptr) {
            out += id;
            continue;
        }
        std::string name(language == Language::nb   ? term->nb
                         : language == Language::nn ? term->nn
                                                    : term->en);
        if (out.empty() && name[0] >= 'a' && name[0] <= 'z') {
            name[0] = static_cast<char>(name[0] - 'a' + 'A');
        }
        out += name + " (" + std::string(id) + ")";
    }
    return out;
}

std::string_view vat_category_of_rule(std::string_view rule) {
    constexpr std::pair<std::string_view, std::string_view> kFamilies[] = {
        {"BR-AE-", "AE"}, {"BR-AF-", "L"}, {"BR-AG-", "M"}, {"BR-IC-", "K"}, {"BR-S-", "S"},
        {"BR-Z-", "Z"},   {"BR-E-", "E"},  {"BR-G-", "G"},  {"BR-O-", "O"},  {"BR-B-", "B"},
    };
    for (const auto& [prefix, category] : kFamilies) {
        if (rule.starts_with(prefix)) return category;
    }
    return {};
}

}  // namespace samkjop::peppol
