#pragma once
// Judges each hit while Xapian goes through them: whether it passes the chosen facets, what every
// facet would count, and what agreement, policy and colleagues' purchases are worth.
#include "catalogue/search_state.h"

namespace samkjop::catalogue {

struct Worth {
    double on_agreement = 0, preferred = 0, blocked = 0, popular = 0;
    bool by_price = false;  // the price per base unit is all that counts
};

// What a found word is worth: rare words more, and by where it stands (format::count). It asks for
// no lengths, which is most of what a usual weighting costs.
class PlaceWeight : public Xapian::Weight {
public:
    PlaceWeight() {
        need_stat(COLLECTION_SIZE);
        need_stat(TERMFREQ);
        need_stat(WDF);
        need_stat(WDF_MAX);
    }
    PlaceWeight* clone() const override { return new PlaceWeight; }
    std::string name() const override { return "samkjop::PlaceWeight"; }
    void init(double factor) override;
    double get_sumpart(Xapian::termcount wdf, Xapian::termcount, Xapian::termcount) const override;
    double get_maxpart() const override;
    double get_sumextra(Xapian::termcount, Xapian::termcount) const override { return 0; }
    double get_maxextra() const override { return 0; }

private:
    double rarity_ = 0;
};

// Stands last in an AND: it is asked of every item that has the words and the rights, in order.
class Judge : public Xapian::PostingSource {
public:
    Judge(const state::View&, const Question&, const Worth&);

    Xapian::doccount get_termfreq_min() const override { return 0; }
    Xapian::doccount get_termfreq_est() const override { return size_; }
    Xapian::doccount get_termfreq_max() const override { return size_; }
    void init(const Xapian::Database&) override;
    void next(double) override;
    void skip_to(Xapian::docid id, double) override;
    bool check(Xapian::docid id, double) override;
    bool at_end() const override { return at_ >= size_; }
    Xapian::docid get_docid() const override { return at_; }
    double get_weight() const override;

    // Counts one item; whether it passes.
    bool count(Xapian::docid id);
    void tell(Answer& out) const;
    int passed() const { return passed_; }

private:
    enum class Facet : std::uint8_t {
        none,
        terms,
        agreement,
        supplier,
        group,
        size,
        unit,
        label,
        price
    };
    bool terms_hold(const format::Figures&) const;
    void count_facets(Xapian::docid id, const format::Figures&, int failed, Facet which);

    const state::Loaded& state_;
    const Question& question_;
    Worth worth_;
    const std::vector<std::uint8_t>* popular_ = nullptr;
    Xapian::doccount size_;
    Xapian::docid at_ = 0;
    std::int32_t agreement_ = -1, supplier_ = -1;
    int group_ = 0, size_letter_ = 0, unit_ = -1, label_ = -1;
    bool narrowed_ = false;
    int passed_ = 0, on_agreement_ = 0, without_agreement_ = 0, environment_ = 0;
    std::vector<int> agreements_, suppliers_, groups_, sizes_, units_, labels_, bands_;
};

}  // namespace samkjop::catalogue
