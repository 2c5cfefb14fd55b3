// Files that say how the municipality charges: dimension values, VAT codes, product groups. Where a
// file names no first day, the row that holds today is the one meant.

#include "coding/coding.h"
#include "import/kinds.h"
#include "import/texts.h"

namespace samkjop::import {
namespace {

constexpr Column kDimension[] = {
    {"dimension", "dimensjon"},
    {"code", "kode"},
    {"name", "navn namn"},
    {"parent", "overordnet overordna samlekode gruppe", false},
    {"kostra", "kostrakode", false},
    {"valid_from", "fra frå gjelderfra gjeldfrå", false},
    {"valid_to", "til gjeldertil gjeldtil", false},
    {"blocked", "sperret sperra", false},
    {"budget_only", "barebudsjett berrebudsjett kunbudsjett", false},
    {"investment", "investering", false},
};

constexpr Column kVatCode[] = {
    {"code", "kode mvakode"},
    {"name", "navn namn"},
    {"rate", "sats"},
    {"right", "rett kompensasjon"},
    {"saft_code", "saftkode standardkode", false},
    {"category", "kategori", false},
    {"valid_from", "fra frå gjelderfra gjeldfrå", false},
    {"valid_to", "til gjeldertil gjeldtil", false},
};

constexpr Column kProductGroup[] = {
    {"prefix", "varegruppe unspsc"},
    {"name", "navn namn"},
    {"art", ""},
    {"vat_code", "mvakode mva", false},
    {"valid_from", "fra frå gjelderfra gjeldfrå", false},
    {"valid_to", "til gjeldertil gjeldtil", false},
};

constexpr std::string_view kDimensionNames[] = {
    "art account konto", "ansvar unit", "funksjon function tjeneste teneste",
    "prosjekt project",  "fri1 free1",  "fri2 free2",
    "fri3 free3"};

void finish(Context& context, Sheet::Row& row, const Result<coding::Saved>& result) {
    if (result) {
        count(context.report, static_cast<Did>(*result));
    } else {
        row.refuse(result.error());
    }
}
static_assert(static_cast<int>(coding::Saved::created) == static_cast<int>(Did::created));

}  // namespace

const std::span<const Column> kDimensionColumns = kDimension, kVatCodeColumns = kVatCode,
                              kProductGroupColumns = kProductGroup;

void take_dimensions(Sheet& sheet, Context& context) {
    sheet.each([&](Sheet::Row& row) {
        coding::DimensionValue is;
        const auto dimension = row.one_of("dimension", kDimensionNames);
        is.dimension = static_cast<coding::Dimension>(dimension.value_or(0));
        is.code = row.text("code");
        const auto was = coding::value(context.session, context.municipality, is.dimension, is.code,
                                       context.today);
        is.name = row.text("name");
        is.parent = row.text("parent");
        is.kostra = row.text("kostra");
        is.valid_from = row.day("valid_from", was ? was->valid_from : kFirstDay);
        is.valid_to = row.day("valid_to", party::kOpenEnd);
        is.blocked = row.yes("blocked");
        is.budget_only = row.yes("budget_only");
        is.investment = row.yes("investment");
        const std::string key =
            fmt::format("{} {} {}", coding::name(is.dimension), is.code, is.valid_from.iso());
        if (!row.ok() || !sheet.first(row, key)) return;
        finish(context, row,
               coding::save_value(context.tx, context.actor, context.at, context.municipality, is));
    });
}

void take_vat_codes(Sheet& sheet, Context& context) {
    sheet.each([&](Sheet::Row& row) {
        coding::VatCode is;
        is.code = row.text("code");
        const auto was =
            coding::vat_code(context.session, context.municipality, is.code, context.today);
        is.name = row.text("name");
        is.rate = row.percent("rate", {});
        is.right = static_cast<int>(row.percent("right", {}).scaled(6) / 100);
        is.saft_code = row.text("saft_code");
        is.category = row.has("category") ? row.text("category") : "S";
        is.valid_from = row.day("valid_from", was ? was->valid_from : kFirstDay);
        is.valid_to = row.day("valid_to", party::kOpenEnd);
        if (!row.ok() || !sheet.first(row, is.code + " " + is.valid_from.iso())) return;
        finish(
            context, row,
            coding::save_vat_code(context.tx, context.actor, context.at, context.municipality, is));
    });
}

void take_product_groups(Sheet& sheet, Context& context) {
    const auto standing =
        coding::product_groups(context.session, context.municipality, context.today);
    sheet.each([&](Sheet::Row& row) {
        coding::ProductGroupRule is;
        is.prefix = row.text("prefix");
        const auto was = std::ranges::find(standing, is.prefix, &coding::ProductGroupRule::prefix);
        is.name = row.text("name");
        is.art = row.text("art");
        is.vat_code = row.text("vat_code");
        is.valid_from = row.day("valid_from", was == standing.end() ? kFirstDay : was->valid_from);
        is.valid_to = row.day("valid_to", party::kOpenEnd);
        if (!row.ok() || !sheet.first(row, is.prefix + " " + is.valid_from.iso())) return;
        finish(context, row,
               coding::save_product_group(context.tx, context.actor, context.at,
                                          context.municipality, is));
    });
}

}  // namespace samkjop::import
