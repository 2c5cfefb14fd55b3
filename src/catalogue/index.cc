// Writing the index. It follows two outboxes (price lists and agreements) and the calendar; how far
// it has come is kept in the index itself, in the same commit as the items. An index that is
// missing, of another version, damaged, or ahead of the database is built anew beside the old one.

#include <xapian.h>

#include "base/crypto.h"
#include "base/words.h"
#include "catalogue/analyser.h"
#include "catalogue/groups.h"
#include "catalogue/index_format.h"
#include "catalogue/search.h"
#include "catalogue/store.h"
#include "db/db.h"

namespace samkjop::catalogue {
namespace {

using analyser::Lexicon;
using analyser::Token;

constexpr int kChunk = 1000;      // items read at once
constexpr int kLexiconCount = 3;  // a word of so many names may stand in a compound
constexpr std::size_t kLexiconLetters = 4;
constexpr std::size_t kSpellingLetters = 4;

// How much a word counts by where it stands.
constexpr unsigned kInName = 8, kPartOfName = 6, kInBrand = 4, kElsewhere = 1;

std::int64_t base_price(const Item& item) {
    const Decimal price = item.price.normalised();
    const Decimal content = item.content.normalised();
    if (content.digits() <= 0) return 0;
    Wide numerator = Wide(price.digits()) * 1'000'000 * power_of_ten(content.scale());
    return static_cast<std::int64_t>(numerator /
                                     (Wide(content.digits()) * power_of_ten(price.scale())));
}

// Which municipalities may buy on an agreement today; asked once for each agreement.
class Rights {
public:
    Rights(db::Session& session, Date today) : session_(session), today_(today) {}
    const std::vector<MunicipalityId>& of(agreement::AgreementId id) {
        const auto known = members_.find(id.value);
        if (known != members_.end()) return known->second;
        return members_[id.value] = agreement::members_in_force(session_, id, today_);
    }

private:
    db::Session& session_;
    Date today_;
    std::map<std::int64_t, std::vector<MunicipalityId>> members_;
};

void add_words(Xapian::Document& document, std::string_view text, unsigned weight,
               unsigned part_weight, const Lexicon& lexicon) {
    for (const Token& token : analyser::tokens(text)) {
        document.add_term(format::term_of(token), weight);
        for (const std::string& part : format::part_terms(token))
            document.add_term(part, part_weight);
        if (token.kind != Token::Kind::word) continue;
        for (const std::string& part : analyser::parts(token.text, lexicon))
            document.add_term(part, part_weight);
    }
}

// «1 0 4 4 2»: found by the whole number, by its figures, and by its last six.
void add_number(Xapian::Document& document, std::string_view number) {
    std::string joined;
    for (const Token& token : analyser::tokens(number)) {
        document.add_term(format::term_of(token), kInName);
        for (const std::string& part : format::part_terms(token))
            document.add_term(part, kElsewhere);
        joined += token.text;
    }
    if (joined.empty() || joined.size() > 64) return;
    document.add_term(joined, kInName);
    if (joined.size() >= 8) document.add_term(joined.substr(joined.size() - 6), kElsewhere);
}

Xapian::Document document_of(const Item& item, Rights& rights, const Lexicon& lexicon) {
    Xapian::Document document;
    add_words(document, item.name, kInName, kPartOfName, lexicon);
    add_words(document, item.brand, kInBrand, kElsewhere, lexicon);
    add_words(document, cut_at_letter(item.description, 600), kElsewhere, kElsewhere, lexicon);
    add_words(document, item.supplier_name, kElsewhere, kElsewhere, lexicon);
    add_words(document, item.environment, kElsewhere, kElsewhere, lexicon);
    add_number(document, item.item_number);
    add_number(document, item.gtin);
    const int group = group_of(item.unspsc);
    if (group != 0) document.add_boolean_term(format::group_term(group));
    document.add_boolean_term(format::supplier_term(item.supplier));
    if (item.agreement) {
        document.add_boolean_term(format::agreement_term(item.agreement));
        for (const MunicipalityId each : rights.of(item.agreement)) {
            document.add_boolean_term(format::rights_term(each));
        }
    } else {
        document.add_boolean_term(format::kWithoutAgreement);
    }
    format::Figures figures;
    figures.agreement = item.agreement.value;
    figures.supplier = item.supplier.value;
    figures.base_price = base_price(item);
    figures.group = static_cast<std::uint8_t>(group);
    figures.size = static_cast<std::uint8_t>(format::size_number(analyser::size_letter(item.name)));
    figures.policy = static_cast<std::uint8_t>(item.policy);
    figures.environment = !item.environment.empty();
    document.add_value(0, format::packed(figures));
    return document;
}

void count_words(const Item& item, std::unordered_map<std::string, int>& stems,
                 std::unordered_map<std::string, unsigned>& surfaces) {
    for (const std::string_view text :
         {std::string_view(item.name), std::string_view(item.brand)}) {
        for (const Token& token : analyser::tokens(text)) {
            if (token.kind != Token::Kind::word) continue;
            if (token.text.size() >= kLexiconLetters && token.parts.empty())
                ++stems[analyser::stem(token.text)];
            if (token.text.size() >= kSpellingLetters) ++surfaces[token.surface];
        }
    }
}

// Every item sold today, a chunk at a time, each chunk in a short reading of its own.
template <class F>
int each_item(db::Database& database, Date today, F function) {
    ItemId after;
    int count = 0;
    for (;;) {
        int read = 0;
        database.read([&](db::Session& session) {
            Rights rights(session, today);
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

int rebuild(db::Database& database, const std::filesystem::path& folder, Date today) {
    std::filesystem::create_directories(folder);
    const std::string name = "index-" + random_token(6);
    // What changes while it is built is taken again by the next call.
    const Position position = database.reading([&](db::Session& session) {
        return Position{store::last_sequence(session),
                        agreement::changes_after(session, 0).sequence, today};
    });
    std::unordered_map<std::string, int> stems;
    std::unordered_map<std::string, unsigned> surfaces;
    each_item(database, today,
              [&](const Item& item, Rights&) { count_words(item, stems, surfaces); });
    std::string lines;
    for (const auto& [stem, count] : stems) {
        if (count >= kLexiconCount) lines += stem + "\n";
    }
    const Lexicon lexicon(lines);
    int count = 0;
    {
        Xapian::WritableDatabase index((folder / name).string(), Xapian::DB_CREATE_OR_OVERWRITE);
        count = each_item(database, today, [&](const Item& item, Rights& rights) {
            index.replace_document(static_cast<Xapian::docid>(item.id.value),
                                   document_of(item, rights, lexicon));
        });
        for (const auto& [surface, times] : surfaces) {
            if (surface.size() <= 64) index.add_spelling(surface, times);
        }
        for (const std::string_view list : {analyser::kHeads, analyser::kFirstParts}) {
            for (const Token& token : analyser::tokens(list)) {
                if (token.text.size() >= kSpellingLetters) index.add_spelling(token.surface, 1);
            }
        }
        index.set_metadata(format::kLexicon, lines);
        write_position(index, position);
        index.commit();
    }
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
                 std::span<const ItemId> ids, Date today, const Lexicon& lexicon) {
    database.read([&](db::Session& session) {
        Rights rights(session, today);
        const std::vector<Item> sold = items(session, ids, today);
        auto next = sold.begin();  // items() keeps the order of ids
        std::unordered_map<std::string, int> stems;
        std::unordered_map<std::string, unsigned> surfaces;
        for (const ItemId id : ids) {
            const auto document = static_cast<Xapian::docid>(id.value);
            if (next != sold.end() && next->id == id) {
                count_words(*next, stems, surfaces);
                index.replace_document(document, document_of(*next++, rights, lexicon));
            } else {
                // Deleting what is not there is an error in Xapian: no longer sold, or never yet.
                try {
                    index.delete_document(document);
                } catch (const Xapian::DocNotFoundError&) {
                }
            }
        }
        for (const auto& [surface, times] : surfaces) {
            if (surface.size() <= 64) index.add_spelling(surface, times);
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
    Xapian::WritableDatabase index(current->string(), Xapian::DB_OPEN);
    const Lexicon lexicon(index.get_metadata(format::kLexicon));
    const std::span<const ItemId> all = work.items;
    for (std::size_t begin = 0; begin < all.size(); begin += kChunk) {
        write_chunk(database, index,
                    all.subspan(begin, std::min<std::size_t>(kChunk, all.size() - begin)), today,
                    lexicon);
    }
    write_position(index, work.position);
    index.commit();
    return static_cast<int>(work.items.size());
}

}  // namespace samkjop::catalogue
