// Writing the index. It follows two outboxes (price lists and agreements) and the calendar; how far
// it has come is kept in the index itself, in the same commit as the items. An index that is
// missing, of another version, damaged, or ahead of the database is built anew beside the old one.

#include <xapian.h>

#include <cmath>
#include <condition_variable>
#include <deque>
#include <thread>

#include "base/crypto.h"
#include "catalogue/index_document.h"
#include "catalogue/search.h"
#include "catalogue/search_state.h"
#include "catalogue/store.h"
#include "db/db.h"

namespace samkjop::catalogue {
namespace {

using analyser::Lexicon;
using analyser::Token;

constexpr int kChunk = 1000;  // items read at once
constexpr std::size_t kSpellingLetters = 4;

// Every item sold today, a chunk at a time, each chunk in a short reading of its own.
template <class F>
int each_item(db::Database& database, Date today, F function) {
    ItemId after;
    int count = 0;
    for (;;) {
        int read = 0;
        database.read([&](db::Session& session) {
            IndexRights rights(session, today);
            for (const Item& item : store::sold_on(session, today, after, kChunk)) {
                function(item, rights);
                after = item.id;
                ++read;
            }
        });
        count += read;
        if (read < kChunk) return count;
    }
}

struct Position {
    std::int64_t sequence = 0, agreement_sequence = 0;
    Date date;
};

void write_position(Xapian::WritableDatabase& index, const Position& position) {
    index.set_metadata(format::kSequence, std::to_string(position.sequence));
    index.set_metadata(format::kAgreementSequence, std::to_string(position.agreement_sequence));
    index.set_metadata(format::kDate, position.date.iso());
}

std::optional<Position> read_position(const std::filesystem::path& folder) {
    try {
        const Xapian::Database index(folder.string());
        const auto date = Date::parse(index.get_metadata(format::kDate));
        if (!date) return std::nullopt;
        return Position{std::stoll(index.get_metadata(format::kSequence)),
                        std::stoll(index.get_metadata(format::kAgreementSequence)), *date};
    } catch (const Xapian::Error&) {
        return std::nullopt;
    } catch (const std::exception&) {  // a figure that is none
        return std::nullopt;
    }
}

void remove_others(const std::filesystem::path& folder, const std::string& name) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (!entry.is_directory() || entry.path().filename() == name) continue;
        std::error_code ignored;  // a reader of another program may still stand in it
        std::filesystem::remove_all(entry.path(), ignored);
    }
}

void add_spellings(Xapian::WritableDatabase& index, const Vocabulary& words) {
    for (const auto& [surface, times] : words.surfaces) index.add_spelling(surface, times);
}

using Documents = std::vector<std::pair<Xapian::docid, Xapian::Document>>;

// Documents are made on a thread of their own while those before them are written.
class Maker {
public:
    Maker(db::Database& database, Date today, const Lexicon& lexicon)
        : thread_([this, &database, today, &lexicon] {
              try {
                  make(database, today, lexicon);
              } catch (...) {
                  failure_ = std::current_exception();
              }
              put({});
          }) {}
    // Empty at the end.
    Documents next() {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [&] { return !made_.empty(); });
        Documents out = std::move(made_.front());
        made_.pop_front();
        room_.notify_one();
        lock.unlock();
        if (out.empty()) {
            thread_.join();
            if (failure_) std::rethrow_exception(failure_);
        }
        return out;
    }
    ~Maker() {
        if (!thread_.joinable()) return;
        while (!next_or_failed().empty()) {
        }
    }

private:
    static constexpr std::size_t kMostWaiting = 4;
    Documents next_or_failed() {
        try {
            return next();
        } catch (...) {
            return {};
        }
    }
    void make(db::Database& database, Date today, const Lexicon& lexicon) {
        Splitter splitter(lexicon);
        Documents some;
        each_item(database, today, [&](const Item& item, IndexRights& rights) {
            some.emplace_back(static_cast<Xapian::docid>(item.id.value),
                              document_of(item, rights, splitter));
            if (some.size() == kChunk) put(std::exchange(some, {}));
        });
        if (!some.empty()) put(std::move(some));
    }
    void put(Documents documents) {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] { return made_.size() < kMostWaiting; });
        made_.push_back(std::move(documents));
        ready_.notify_one();
    }
    std::mutex mutex_;
    std::condition_variable ready_, room_;
    std::deque<Documents> made_;
    std::exception_ptr failure_;
    std::thread thread_;
};

int rebuild(db::Database& database, const std::filesystem::path& folder, Date today) {
    std::filesystem::create_directories(folder);
    const std::string name = "index-" + random_token(6);
    // What changes while it is built is taken again by the next call.
    const Position position = database.reading([&](db::Session& session) {
        return Position{store::last_sequence(session),
                        agreement::changes_after(session, 0).sequence, today};
    });
    Vocabulary words;
    each_item(database, today, [&](const Item& item, IndexRights&) { words.count(item); });
    const std::string lines = words.lexicon_lines();
    const Lexicon lexicon(lines);
    int count = 0;
    {
        Xapian::WritableDatabase index((folder / name).string(), Xapian::DB_CREATE_OR_OVERWRITE);
        Maker maker(database, today, lexicon);
        for (Documents made = maker.next(); !made.empty(); made = maker.next()) {
            for (const auto& [id, document] : made) index.replace_document(id, document);
            count += static_cast<int>(made.size());
        }
        add_spellings(index, words);
        for (const std::string_view list : {analyser::kHeads, analyser::kFirstParts}) {
            for (const Token& token : analyser::tokens(list)) {
                if (token.text.size() >= kSpellingLetters) index.add_spelling(token.surface, 1);
            }
        }
        index.set_metadata(format::kLexicon, lines);
        index.set_metadata(format::kPhrases, words.phrase_lines());
        write_position(index, position);
        index.commit();
    }
    state::publish(folder, folder / name);
    format::make_current(folder, name);
    remove_others(folder, name);
    return count;
}

struct Work {
    Position position;
    std::vector<ItemId> items;  // sorted, each once
    bool ahead = false;         // the index has seen more than the database: another database
};

Work work_after(db::Session& session, const Position& from, Date today) {
    Work out{from, {}, false};
    const auto changes = store::changes_after(session, from.sequence);
    const auto agreements = agreement::changes_after(session, from.agreement_sequence);
    out.ahead = store::last_sequence(session) < from.sequence || today < from.date;
    out.position = {changes.sequence, agreements.sequence, today};
    out.items = changes.items;
    std::vector<agreement::AgreementId> turned = agreements.agreements;
    if (today != from.date) {
        const auto items = store::turning(session, from.date, today);
        out.items.insert(out.items.end(), items.begin(), items.end());
        const auto more = agreement::turning(session, from.date, today);
        turned.insert(turned.end(), more.begin(), more.end());
    }
    for (const agreement::AgreementId each : turned) {
        const auto items = store::items_of(session, each);
        out.items.insert(out.items.end(), items.begin(), items.end());
    }
    std::ranges::sort(out.items);
    out.items.erase(std::unique(out.items.begin(), out.items.end()), out.items.end());
    return out;
}

void write_chunk(db::Database& database, Xapian::WritableDatabase& index,
                 std::span<const ItemId> ids, Date today, Splitter& splitter, Vocabulary& words) {
    database.read([&](db::Session& session) {
        IndexRights rights(session, today);
        const std::vector<Item> sold = items(session, ids, today);
        auto next = sold.begin();  // items() keeps the order of ids
        for (const ItemId id : ids) {
            const auto document = static_cast<Xapian::docid>(id.value);
            if (next != sold.end() && next->id == id) {
                words.count(*next);
                index.replace_document(document, document_of(*next++, rights, splitter));
            } else {
                // Deleting what is not there is an error in Xapian: no longer sold, or never yet.
                try {
                    index.delete_document(document);
                } catch (const Xapian::DocNotFoundError&) {
                }
            }
        }
    });
}

}  // namespace

int index_changes(db::Database& database, const std::filesystem::path& folder, Date today) {
    const auto current = format::current(folder);
    const auto position = current ? read_position(*current) : std::nullopt;
    if (!position) return rebuild(database, folder, today);
    const Work work = database.reading(
        [&](db::Session& session) { return work_after(session, *position, today); });
    if (work.ahead) return rebuild(database, folder, today);
    if (work.items.empty() && work.position.date == position->date &&
        work.position.sequence == position->sequence &&
        work.position.agreement_sequence == position->agreement_sequence) {
        return 0;
    }
    {
        Xapian::WritableDatabase index(current->string(), Xapian::DB_OPEN);
        const Lexicon lexicon(index.get_metadata(format::kLexicon));
        Splitter splitter(lexicon);
        Vocabulary words;
        const std::span<const ItemId> all = work.items;
        for (std::size_t begin = 0; begin < all.size(); begin += kChunk) {
            write_chunk(database, index,
                        all.subspan(begin, std::min<std::size_t>(kChunk, all.size() - begin)),
                        today, splitter, words);
        }
        add_spellings(index, words);
        words.take_phrases(index.get_metadata(format::kPhrases));
        index.set_metadata(format::kPhrases, words.phrase_lines());
        write_position(index, work.position);
        index.commit();
    }
    state::publish(folder, *current);
    return static_cast<int>(work.items.size());
}

void refresh_popularity(db::Database& database, const std::filesystem::path& folder) {
    auto popularity = std::make_shared<state::Popularity>();
    std::unordered_map<std::int64_t, std::int64_t> municipality_of;
    database.read([&](db::Session& session) {
        for (const party::Municipality& municipality : party::municipalities(session)) {
            for (const party::Unit& unit : party::units(session, municipality.id))
                municipality_of[unit.id.value] = municipality.id.value;
        }
        std::unordered_map<std::int64_t, std::unordered_map<std::int64_t, int>> times;
        store::each_bought(session, [&](UnitId unit, ItemId item, int count) {
            times[municipality_of[unit.value]][item.value] += count;
        });
        for (const auto& [municipality, items] : times) {
            auto& out = popularity->times[municipality];
            for (const auto& [item, count] : items) {
                if (static_cast<std::size_t>(item) >= out.size())
                    out.resize(static_cast<std::size_t>(item) + 1);
                out[static_cast<std::size_t>(item)] =
                    static_cast<std::uint8_t>(std::min(255.0, 255 * std::log2(1.0 + count) / 8));
            }
        }
    });
    state::publish(folder, std::move(popularity));
}

}  // namespace samkjop::catalogue
