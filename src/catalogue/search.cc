// Answering a question. Every word must be found (as itself, as a part of a compound, or the last
// one as a beginning); where nothing has them all: the nearest spelling, else those with most of
// them. Goods on an agreement of the buyer's municipality come before goods without, the preferred
// first among equals. Facets are counted over what was found, each as if it were not chosen itself.

#include "catalogue/search.h"

#include <xapian.h>

#include <mutex>

#include "catalogue/analyser.h"
#include "catalogue/groups.h"
#include "catalogue/index_format.h"

namespace samkjop::catalogue {
namespace {

using analyser::Token;

constexpr Xapian::doccount kCounted = 2000;     // hits counted exactly; more are «over 2 000»
constexpr Xapian::termcount kMostEndings = 20;  // words that a beginning stands for
constexpr Xapian::doccount kEnoughHits =
    20;  // a word with so many hits is not taken as a beginning
constexpr std::size_t kMostWords = 12;
constexpr int kFewHits = 3;
constexpr auto kLookAgain = std::chrono::milliseconds(250);

// Weights added to BM25 (about 3 to 12 for a word).
constexpr double kOnAgreement = 1000, kOnAgreementAnyWord = 4, kPreferred = 2.5, kBlocked = -4;

// What all threads share of one state of the index.
struct Loaded {
    std::filesystem::path path;
    Xapian::rev revision = 0;
    std::vector<format::Figures> figures;  // by document; agreement and supplier are numbers below
    std::vector<std::int64_t> agreements, suppliers;  // number → id; agreements[0] is none
    analyser::Lexicon lexicon{""};
    mutable std::mutex browsing;
    mutable std::map<std::int64_t, Answer> by_municipality;
};
using Shared = std::shared_ptr<const Loaded>;

std::int64_t numbered(std::vector<std::int64_t>& ids,
                      std::unordered_map<std::int64_t, std::int64_t>& known, std::int64_t id) {
    const auto [it, is_new] = known.emplace(id, static_cast<std::int64_t>(ids.size()));
    if (is_new) ids.push_back(id);
    return it->second;
}

Shared load(const Xapian::Database& index, const std::filesystem::path& path) {
    auto out = std::make_shared<Loaded>();
    out->path = path;
    out->revision = index.get_revision();
    out->figures.resize(index.get_lastdocid() + 1);
    std::unordered_map<std::int64_t, std::int64_t> agreements, suppliers;
    numbered(out->agreements, agreements, 0);
    for (auto it = index.valuestream_begin(0); it != index.valuestream_end(0); ++it) {
        format::Figures figures = format::unpacked(*it);
        figures.agreement = numbered(out->agreements, agreements, figures.agreement);
        figures.supplier = numbered(out->suppliers, suppliers, figures.supplier);
        out->figures[it.get_docid()] = figures;
    }
    out->lexicon = analyser::Lexicon(index.get_metadata(format::kLexicon));
    return out;
}

// The newest state that any thread has loaded, for each folder.
Shared shared_state(const Xapian::Database& index, const std::filesystem::path& path) {
    static std::mutex mutex;
    static std::map<std::filesystem::path, Shared> states;
    const std::scoped_lock lock(mutex);
    Shared& state = states[path.parent_path()];
    if (!state || state->path != path || state->revision != index.get_revision())
        state = load(index, path);
    return state;
}

// One thread's view of one folder.
struct View {
    std::optional<Xapian::Database> index;
    std::filesystem::path path;
    Shared state;
    std::chrono::steady_clock::time_point looked;

    void look(const std::filesystem::path& folder, bool now) {
        const auto time = std::chrono::steady_clock::now();
        if (index && !now && time - looked < kLookAgain) return;
        looked = time;
        const auto current = format::current(folder);
        if (!current) {
            index.reset();
            return;
        }
        if (!index || path != *current) {
            index.emplace(current->string());
            path = *current;
            state = shared_state(*index, path);
        } else if (index->reopen()) {
            state = shared_state(*index, path);
        }
    }
};

// Which facet a hit fails: a hit that fails only one is counted for that one.
enum Facet : std::size_t {
    terms_facet,
    agreement_facet,
    supplier_facet,
    group_facet,
    size_facet,
    facets
};

class Counter : public Xapian::MatchDecider {
public:
    Counter(const Loaded& state, const Question& question)
        : state_(state),
          question_(question),
          agreements_(state.agreements.size()),
          suppliers_(state.suppliers.size()),
          groups_(static_cast<std::size_t>(group_count()) + 1),
          sizes_(std::size(format::kSizes)) {
        agreement_ = number_of(state.agreements, question.agreement.value);
        supplier_ = number_of(state.suppliers, question.supplier.value);
        group_ = question.group.empty() ? 0 : group_by_code(question.group);
        size_ = question.size.empty() ? 0 : format::size_number(question.size);
    }

    bool operator()(const Xapian::Document& document) const override {
        const Xapian::docid id = document.get_docid();
        if (id >= state_.figures.size()) return false;
        return count(state_.figures[id]);
    }

    bool count(const format::Figures& item) const {
        int failed = 0;
        std::size_t which = facets;
        const auto need = [&](Facet facet, bool holds) {
            if (holds) return;
            ++failed;
            which = facet;
        };
        need(terms_facet, terms_hold(item));
        need(agreement_facet, !question_.agreement || item.agreement == agreement_);
        need(supplier_facet, !question_.supplier || item.supplier == supplier_);
        need(group_facet, question_.group.empty() || item.group == group_);
        need(size_facet, question_.size.empty() || item.size == size_);
        if (failed > 1) return false;
        const auto counts = [&](Facet facet) { return failed == 0 || which == facet; };
        if (counts(terms_facet)) {
            ++(item.agreement != 0 ? on_agreement : without_agreement);
            environment += item.environment != 0;
        }
        if (counts(agreement_facet)) ++agreements_[static_cast<std::size_t>(item.agreement)];
        if (counts(supplier_facet)) ++suppliers_[static_cast<std::size_t>(item.supplier)];
        if (counts(group_facet)) ++groups_[item.group];
        if (counts(size_facet)) ++sizes_[item.size];
        if (failed == 0) ++passed;
        return failed == 0;
    }

    void tell(Answer& out) const {
        out.on_agreement = on_agreement;
        out.without_agreement = without_agreement;
        out.environment = environment;
        for (std::size_t i = 1; i < agreements_.size(); ++i) {
            if (agreements_[i] > 0)
                out.agreements.push_back({{state_.agreements[i]}, agreements_[i]});
        }
        for (std::size_t i = 0; i < suppliers_.size(); ++i) {
            if (suppliers_[i] > 0) out.suppliers.push_back({{state_.suppliers[i]}, suppliers_[i]});
        }
        for (std::size_t i = 1; i < groups_.size(); ++i) {
            if (groups_[i] > 0)
                out.groups.push_back({std::string(group(static_cast<int>(i)).code), groups_[i]});
        }
        for (std::size_t i = 1; i < sizes_.size(); ++i) {  // in the order of sizes
            if (sizes_[i] > 0) out.sizes.push_back({std::string(format::kSizes[i]), sizes_[i]});
        }
        const auto most_first = [](auto& counts) {
            std::ranges::sort(counts, [](const auto& a, const auto& b) {
                return a.number != b.number ? a.number > b.number : a.key < b.key;
            });
        };
        most_first(out.agreements);
        most_first(out.suppliers);
        most_first(out.groups);
    }

    mutable int passed = 0, on_agreement = 0, without_agreement = 0, environment = 0;

private:
    static std::int64_t number_of(const std::vector<std::int64_t>& ids, std::int64_t id) {
        const auto it = std::ranges::find(ids, id);
        return it == ids.end() ? -1 : it - ids.begin();
    }

    bool terms_hold(const format::Figures& item) const {
        switch (question_.terms) {
            case Question::Terms::any:
                return true;
            case Question::Terms::on_agreement:
                return item.agreement != 0;
            case Question::Terms::without_agreement:
                return item.agreement == 0;
            case Question::Terms::environment:
                return item.environment != 0;
        }
        return true;
    }

    const Loaded& state_;
    const Question& question_;
    std::int64_t agreement_ = -1, supplier_ = -1;
    int group_ = 0, size_ = 0;
    mutable std::vector<int> agreements_, suppliers_, groups_, sizes_;
};

// Adds what agreement and policy are worth to every hit.
class Boost : public Xapian::PostingSource {
public:
    Boost(const Loaded& state, double on_agreement) : state_(state), on_agreement_(on_agreement) {}

    Xapian::doccount get_termfreq_min() const override { return size(); }
    Xapian::doccount get_termfreq_est() const override { return size(); }
    Xapian::doccount get_termfreq_max() const override { return size(); }
    void init(const Xapian::Database&) override {
        at_ = 0;
        set_maxweight(on_agreement_ + kPreferred - kBlocked);
    }
    void next(double) override { ++at_; }
    void skip_to(Xapian::docid id, double) override { at_ = std::max(at_, id); }
    bool check(Xapian::docid id, double) override {
        at_ = id;
        return true;
    }
    bool at_end() const override { return at_ >= state_.figures.size(); }
    Xapian::docid get_docid() const override { return at_; }
    double get_weight() const override {
        const format::Figures& item = state_.figures[at_];
        const auto policy = static_cast<Policy>(item.policy);
        return (item.agreement != 0 ? on_agreement_ : 0.0) - kBlocked +
               (policy == Policy::preferred ? kPreferred
                : policy == Policy::blocked ? kBlocked
                                            : 0.0);
    }

private:
    Xapian::doccount size() const { return static_cast<Xapian::doccount>(state_.figures.size()); }
    const Loaded& state_;
    double on_agreement_;
    Xapian::docid at_ = 0;
};

// Cheapest per base unit; goods without agreement and blocked goods after the others all the same.
class ByPrice : public Xapian::KeyMaker {
public:
    explicit ByPrice(const Loaded& state) : state_(state) {}
    std::string operator()(const Xapian::Document& document) const override {
        const Xapian::docid id = document.get_docid();
        if (id >= state_.figures.size()) return "9";
        const format::Figures& item = state_.figures[id];
        std::string key(1, item.agreement != 0 ? '0' : '1');
        for (int shift = 56; shift >= 0; shift -= 8)
            key += static_cast<char>(item.base_price >> shift);
        return key;
    }

private:
    const Loaded& state_;
};

class Asking {
public:
    Asking(const Xapian::Database& index, const Loaded& state, const Question& question)
        : index_(index), state_(state), question_(question) {}

    Answer answer() {
        std::vector<Token> words = analyser::tokens(question_.words);
        if (words.size() > kMostWords) words.resize(kMostWords);
        if (words.empty()) return without_words();
        Answer out = run(all_of(words), kOnAgreement);
        if (out.total >= kFewHits) return out;
        const std::string better = spelt(words);
        if (!better.empty()) {
            Answer corrected = run(all_of(analyser::tokens(better)), kOnAgreement);
            if (out.total == 0 && corrected.total > 0) {
                corrected.suggestion = better;
                corrected.suggestion_used = true;
                return corrected;
            }
            if (corrected.total > out.total) out.suggestion = better;
        }
        if (out.total > 0) return out;
        if (!better.empty()) words = analyser::tokens(better);
        out = run(any_of(words), kOnAgreementAnyWord);
        out.any_word = out.total > 0;
        return out;
    }

private:
    // Nothing typed: a chosen facet is the question; without one the groups are shown.
    Answer without_words() {
        std::vector<Xapian::Query> chosen;
        if (question_.agreement) chosen.emplace_back(format::agreement_term(question_.agreement));
        if (question_.supplier) chosen.emplace_back(format::supplier_term(question_.supplier));
        if (!question_.group.empty())
            chosen.emplace_back(format::group_term(group_by_code(question_.group)));
        if (chosen.empty()) return browse();
        const Xapian::Query all(Xapian::Query::OP_AND, chosen.begin(), chosen.end());
        return run(Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, all, 0), kOnAgreement);
    }

    Answer browse() {
        const std::scoped_lock lock(state_.browsing);
        const auto [it, is_new] = state_.by_municipality.try_emplace(question_.municipality.value);
        if (!is_new) return it->second;
        const Question everything{.municipality = question_.municipality};
        const Counter counter(state_, everything);
        for (const std::string& term :
             {format::rights_term(question_.municipality), format::kWithoutAgreement}) {
            for (auto post = index_.postlist_begin(term); post != index_.postlist_end(term);
                 ++post) {
                if (*post < state_.figures.size()) counter.count(state_.figures[*post]);
            }
        }
        counter.tell(it->second);
        it->second.total = counter.passed;
        return it->second;
    }

    Xapian::Query word(const Token& token, bool last) const {
        using Xapian::Query;
        const std::string term = format::term_of(token);
        std::vector<Query> ways = {Query(term)};
        std::vector<std::string> parts = format::part_terms(token);
        if (parts.empty() && token.kind == Token::Kind::word)
            parts = analyser::parts(token.text, state_.lexicon);
        if (parts.size() > 1) {
            ways.emplace_back(Query::OP_SCALE_WEIGHT,
                              Query(Query::OP_AND, parts.begin(), parts.end()), 0.6);
        }
        const bool number = token.kind == Token::Kind::code && token.text.size() >= 4;
        const bool beginning = last && token.kind == Token::Kind::word && token.text.size() >= 3;
        if ((number || beginning) && index_.get_termfreq(term) < kEnoughHits) {
            ways.emplace_back(Query::OP_SCALE_WEIGHT,
                              Query(Query::OP_WILDCARD, token.text, kMostEndings,
                                    Query::WILDCARD_LIMIT_MOST_FREQUENT, Query::OP_OR),
                              0.5);
        }
        return ways.size() == 1 ? ways[0] : Query(Query::OP_OR, ways.begin(), ways.end());
    }

    std::vector<Xapian::Query> each_of(const std::vector<Token>& words) const {
        std::vector<Xapian::Query> out;
        for (const Token& token : words) out.push_back(word(token, &token == &words.back()));
        return out;
    }
    Xapian::Query all_of(const std::vector<Token>& words) const {
        const auto each = each_of(words);
        return {Xapian::Query::OP_AND, each.begin(), each.end()};
    }
    Xapian::Query any_of(const std::vector<Token>& words) const {
        auto each = each_of(words);
        for (const Token& token : words) {
            for (const std::string& part : analyser::parts(token.text, state_.lexicon))
                each.emplace_back(part);
        }
        return {Xapian::Query::OP_OR, each.begin(), each.end()};
    }

    Answer run(const Xapian::Query& wanted, double on_agreement) const {
        using Xapian::Query;
        const Query rights(Query::OP_OR, Query(format::rights_term(question_.municipality)),
                           Query(format::kWithoutAgreement));
        Boost boost(state_, on_agreement);
        const Query query(Query::OP_AND_MAYBE, Query(Query::OP_FILTER, wanted, rights),
                          Query(&boost));
        Xapian::Enquire enquire(index_);
        enquire.set_query(query);
        ByPrice by_price(state_);
        if (question_.by_price) enquire.set_sort_by_key(&by_price, false);
        const Counter counter(state_, question_);
        const auto first =
            static_cast<Xapian::doccount>(std::clamp(question_.page, 0, 99) * kPageSize);
        const Xapian::MSet hits = enquire.get_mset(first, kPageSize, kCounted, nullptr, &counter);
        Answer out;
        for (auto it = hits.begin(); it != hits.end(); ++it)
            out.items.push_back({static_cast<std::int64_t>(*it)});
        counter.tell(out);
        out.total = counter.passed;
        out.at_least = counter.passed >= static_cast<int>(kCounted);
        if (out.at_least) out.total = static_cast<int>(kCounted);
        return out;
    }

    // The question with its unknown words put right; empty where there is nothing to put right.
    std::string spelt(const std::vector<Token>& words) const {
        std::string out;
        bool any = false;
        for (const Token& token : words) {
            std::string shown = token.surface;
            if (token.kind == Token::Kind::word && !index_.term_exists(format::term_of(token))) {
                std::string better = spelt(token.surface);
                if (!better.empty()) {
                    shown = std::move(better);
                    any = true;
                }
            }
            out += (out.empty() ? "" : " ") + shown;
        }
        return any ? out : "";
    }

    // The word itself; else what stands after a known first part: «blekk|patorn».
    std::string spelt(const std::string& word) const {
        std::string better = index_.get_spelling_suggestion(word, 2);
        for (std::size_t at = 3; better.empty() && at + 4 <= word.size(); ++at) {
            if ((word[at] & '\xc0') == '\x80') continue;  // within a letter
            const std::string first = word.substr(0, at);
            if (!analyser::is_first_part(analyser::folded(first), state_.lexicon)) continue;
            const std::string rest = index_.get_spelling_suggestion(word.substr(at), 2);
            if (!rest.empty()) better = first + rest;
        }
        return better;
    }

    const Xapian::Database& index_;
    const Loaded& state_;
    const Question& question_;
};

std::filesystem::path& search_folder() {
    static std::filesystem::path folder;
    return folder;
}

}  // namespace

Answer Search::ask(const Question& question) const {
    thread_local std::map<std::filesystem::path, View> views;
    View& view = views[folder_];
    for (int attempt = 0;; ++attempt) {
        try {
            view.look(folder_, attempt > 0);
            if (!view.index) return Answer{.ready = false};
            return Asking(*view.index, *view.state, question).answer();
        } catch (const Xapian::DatabaseModifiedError&) {
            // The writer has been twice past us: look at the newest state and ask again.
            if (attempt == 3) return Answer{.ready = false};
        } catch (const Xapian::DatabaseError&) {
            // Gone or broken; another may stand in its place.
            view = {};
            if (attempt == 3) return Answer{.ready = false};
        }
    }
}

void use_search_folder(std::filesystem::path folder) { search_folder() = std::move(folder); }
const std::filesystem::path& used_search_folder() { return search_folder(); }

}  // namespace samkjop::catalogue
