#pragma once
// What the templates of the shop are given: sentences and figures ready to print.
#include <string>
#include <vector>

#include "html/components.h"

namespace samkjop::catalogue {

struct ChipView {
    std::string path, label;
    int number = 0;
    bool current = false;
};
struct FacetView {
    std::string label;
    std::vector<ChipView> chips;
};
struct LinkView {
    std::string path, label;  // empty path: no link
};

struct GoodView {
    std::int64_t id = 0;
    std::string path, name, details, supplier, price, per_unit, base_price, rule, last_bought;
    LinkView agreement;  // without path: «Ingen avtale»
    html::Tone tone = html::Tone::plain;
    std::string says;    // why it may or may not be bought
    LinkView says_link;  // «Se tilsvarende på avtale fra 129,00 kr»
    LinkView instead;    // «Vis nitril M, 62,50 kr»
    html::Safe picture{""};
    bool blocked = false;
    bool has_form = false;
    bool primary = false;
    bool added = false;  // has just been put in the basket
    std::string quantity, minimum, step, back;
    std::string list_path;  // where it is put on a list; empty: nowhere
    bool whole_quantity = true;
};

struct ShopView {
    std::string query, heading, order_says, notice;
    LinkView order, suggestion, remove_all;
    std::vector<FacetView> facets, more_facets;
    bool more_facets_open = false;
    std::vector<GoodView> goods, similar;
    bool may_compare = false;
    std::string showing, help;
    LinkView previous, next;
    bool may_request = false;
    bool added = false;
};

struct StartView {
    std::string lists_path, shops_path;  // shopping lists and suppliers' own shops; empty: nowhere
    std::vector<ChipView> groups;
    std::vector<LinkView> agreements;
    std::vector<GoodView> bought;
    std::string bought_heading, notice;
};

struct ItemView {
    GoodView good;
    std::string item_number, description;
    std::vector<html::Figure> facts;
    LinkView picture, more;
    std::string list_path;
};

struct ComparedView {
    GoodView good;
    std::string environment, pack;
    bool cheapest = false;
};
struct CompareView {
    std::string heading;
    std::vector<ComparedView> goods;
};

void hero(html::Out& o, std::string_view query);
void shop_page(html::Out& o, const ShopView& view);
void start_page(html::Out& o, const StartView& view);
void item_page(html::Out& o, const ItemView& view);
void facet_rows(html::Out& o, const std::vector<FacetView>& facets);
void goods_list(html::Out& o, const std::vector<GoodView>& goods, bool may_compare = false);
void compare_page(html::Out& o, const CompareView& view);
void buy_form(html::Out& o, const GoodView& good);

}  // namespace samkjop::catalogue
