// Answering a question. Every word must be found: as itself, as a part of a compound, as another
// form or name of the same thing, or the last one as a beginning. Where nothing has them all: the
// nearest spelling, else those with most of them. What the thing is counts more than what its name
// says besides; goods on an agreement of the buyer's municipality come before goods without, then
// what the region prefers and what colleagues buy.

#include "catalogue/search.h"

#include "catalogue/groups.h"
#include "catalogue/search_count.h"
#include "catalogue/search_words.h"

namespace samkjop::catalogue {
namespace {

using analyser::Token;
using Xapian::Query;

constexpr std::size_t kMostWords = 12;
constexpr int kFewHits = 3;
constexpr int kFillBelow = 10;  // fewer hits than this are followed by similar ones

// Beside the weight of words (BM25: about 3 to 12 for each).
constexpr Worth kWorth{.on_agreement = 7, .preferred = 4.5, .blocked = 4, .popular = 2};
constexpr Worth kWorthSomeWords{.on_agreement = 2, .preferred = 1, .blocked = 1, .popular = 1};

class Asking {
public:
    Asking(const state::View& view, const Question& question)
        : view_(view), index_(*view.index), question_(question), words_(index_, *view.state) {}

    Answer answer() {
        std::vector<Token> words = analyser::tokens(question_.words);
        if (words.size() > kMostWords) words.resize(kMostWords);
        if (words.empty()) return without_words();
        Answer out = run(words_.all_of(words), kWorth);
        if (out.total >= kFewHits) return filled(std::move(out), words);
        const std::string better = words_.spelt(words);
        if (!better.empty()) {
            const std::vector<Token> other = analyser::tokens(better);
            Answer corrected = run(words_.all_of(other), kWorth);
            if (out.total == 0 && corrected.total > 0) {
                corrected.suggestion = better;
                corrected.suggestion_used = true;
                return filled(std::move(corrected), other);
            }
            if (corrected.total > out.total) out.suggestion = better;
        }
        if (out.total > 0) return filled(std::move(out), words);
        if (!better.empty()) words = analyser::tokens(better);
        out = run(words_.any_of(words), kWorthSomeWords);
        out.any_word = out.total > 0;
        return out;
    }

private:
    // Nothing typed: a chosen facet is the question; without one the groups are shown.
    Answer without_words() {
        std::vector<Query> chosen;
        if (question_.agreement) chosen.emplace_back(format::agreement_term(question_.agreement));
        if (question_.supplier) chosen.emplace_back(format::supplier_term(question_.supplier));
        if (!question_.group.empty())
            chosen.emplace_back(format::group_term(group_by_code(question_.group)));
        if (chosen.empty()) return browse();
        const Query all(Query::OP_AND, chosen.begin(), chosen.end());
        return run(Query(Query::OP_SCALE_WEIGHT, all, 0), kWorth);
    }

    Answer browse() {
        const std::scoped_lock lock(view_.state->browsing);
        auto& known = view_.state->by_municipality;
        const auto [it, is_new] = known.try_emplace(question_.municipality.value);
        if (!is_new) return it->second;
        const Question everything{.municipality = question_.municipality};
        Judge judge(view_, everything, {});
        for (const std::string& term :
             {format::rights_term(question_.municipality), format::kWithoutAgreement}) {
            for (auto post = index_.postlist_begin(term); post != index_.postlist_end(term); ++post)
                judge.count(*post);
        }
        judge.tell(it->second);
        return it->second;
    }

    // Few hits are followed by those that have some of the words, so that one mistaken word does
    // not hide what was meant.
    Answer filled(Answer out, const std::vector<Token>& words) const {
        const bool one_word =
            words.size() == 1 && analyser::parts(words[0].text, view_.state->lexicon).size() < 2;
        if (out.total >= kFillBelow || question_.page > 0 || one_word) return out;
        Question open = question_;
        open.by_price = false;
        const Answer more =
            Asking(view_, open).run(words_.any_of(words), kWorthSomeWords, kFillBelow + out.total);
        for (const ItemId id : more.items) {
            if (std::ranges::find(out.items, id) == out.items.end() &&
                out.items.size() + out.similar.size() < kFillBelow)
                out.similar.push_back(id);
        }
        return out;
    }

    Answer run(const Query& wanted, Worth worth, int limit = kPageSize) const {
        const Query rights(Query::OP_OR, Query(format::rights_term(question_.municipality)),
                           Query(format::kWithoutAgreement));
        worth.by_price = question_.by_price;
        Judge judge(view_, question_, worth);
        const Query found(Query::OP_FILTER, wanted, rights);
        const Query query(Query::OP_AND,
                          worth.by_price ? Query(Query::OP_SCALE_WEIGHT, found, 0) : found,
                          Query(&judge));
        Xapian::Enquire enquire(index_);
        enquire.set_query(query);
        enquire.set_weighting_scheme(PlaceWeight());
        const auto first =
            static_cast<Xapian::doccount>(std::clamp(question_.page, 0, 99) * kPageSize);
        const Xapian::MSet hits =
            enquire.get_mset(first, static_cast<Xapian::doccount>(limit), index_.get_doccount());
        Answer out;
        for (auto it = hits.begin(); it != hits.end(); ++it)
            out.items.push_back({static_cast<std::int64_t>(*it)});
        judge.tell(out);
        return out;
    }

    const state::View& view_;
    const Xapian::Database& index_;
    const Question& question_;
    const Words words_;
};

std::filesystem::path& search_folder() {
    static std::filesystem::path folder;
    return folder;
}

// Runs with this thread's view of the folder; looks again when the writer has passed it.
template <class F>
auto with_view(const std::filesystem::path& folder, F function)
    -> std::optional<std::invoke_result_t<F, const state::View&>> {
    thread_local std::map<std::filesystem::path, state::View> views;
    state::View& view = views[folder];
    for (int attempt = 0; attempt < 4; ++attempt) {
        try {
            view.look(folder, attempt > 0);
            if (!view.index) return std::nullopt;
            return function(view);
        } catch (const Xapian::DatabaseModifiedError&) {
            // The writer has been twice past us: look at the newest state and ask again.
        } catch (const Xapian::DatabaseError&) {
            view = {};  // gone or broken; another may stand in its place
        }
    }
    return std::nullopt;
}

}  // namespace

Answer Search::ask(const Question& question) const {
    auto out = with_view(folder_, [&](const state::View& view) {
        const auto now = std::chrono::steady_clock::now();
        Memory& memory = view.state->memory;
        if (auto known = memory.find(question, now)) return *std::move(known);
        Answer answer = Asking(view, question).answer();
        memory.keep(question, answer, now);
        return answer;
    });
    return out ? std::move(*out) : Answer{.ready = false};
}

std::vector<std::string> Search::suggestions(std::string_view begun, MunicipalityId municipality,
                                             int limit) const {
    constexpr std::size_t kTried = 60;
    const std::string beginning = analyser::folded(begun);
    if (beginning.size() < 2) return {};
    auto out = with_view(folder_, [&](const state::View& view) {
        std::vector<std::string> found;
        const auto& all = view.state->begun_by;
        std::vector<std::uint32_t> numbers;
        for (auto it = std::ranges::lower_bound(all, beginning, {},
                                                &std::pair<std::string, std::uint32_t>::first);
             it != all.end() && it->first.starts_with(beginning) && numbers.size() < 5000; ++it)
            numbers.push_back(it->second);
        std::ranges::sort(numbers);  // in the order of phrases: most goods first
        numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
        for (std::size_t i = 0; i < numbers.size() && i < kTried; ++i) {
            if (found.size() == static_cast<std::size_t>(limit)) break;
            const std::string& words = view.state->phrases[numbers[i]].words;
            if (Words(*view.index, *view.state).finds_any(words, municipality))
                found.push_back(words);
        }
        return found;
    });
    return out ? std::move(*out) : std::vector<std::string>{};
}

void use_search_folder(std::filesystem::path folder) { search_folder() = std::move(folder); }
const std::filesystem::path& used_search_folder() { return search_folder(); }

}  // namespace samkjop::catalogue
