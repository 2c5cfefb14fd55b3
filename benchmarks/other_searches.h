#pragma once
// The same goods and questions in what databases bring along: SQLite's FTS5 and PostgreSQL's full
// text. Each gets the same work: rights of one municipality, facets, the first twenty with goods on
// agreement first; every word must be found, the last may be a beginning; else some of them.
#include <memory>
#include <string>
#include <vector>

#include "catalogue/analyser.h"
#include "catalogue/catalogue.h"
#include "catalogue/store.h"
#include "db/db.h"

namespace samkjop::bench {

class OtherSearch {
public:
    explicit OtherSearch(std::unique_ptr<db::Database> database) : database_(std::move(database)) {}
    virtual ~OtherSearch() = default;

    void fill(db::Database& from, Date today) {
        make_tables();
        catalogue::ItemId after;
        for (;;) {
            std::vector<catalogue::Item> items;
            std::vector<std::string> rights;
            from.read([&](db::Session& session) {
                items = catalogue::store::sold_on(session, today, after, 5000);
                for (const auto& item : items) {
                    std::string mask = item.agreement ? "" : "*";
                    for (const auto id : members_of(session, item.agreement, today))
                        mask += "m" + std::to_string(id.value) + "m";
                    rights.push_back(std::move(mask));
                }
            });
            if (items.empty()) break;
            after = items.back().id;
            database_->write([&](db::Tx& tx) {
                for (std::size_t i = 0; i < items.size(); ++i) add(tx, items[i], rights[i]);
                tx.commit();
            });
        }
        finish();
    }

    // Item numbers, best first; counts facets on the way, as ours does.
    std::vector<std::string> ask(const std::string& question, MunicipalityId municipality) {
        auto out = run(query(question, " AND "), municipality);
        return out.empty() ? run(query(question, " OR "), municipality) : out;
    }

protected:
    virtual void make_tables() = 0;
    virtual void add(db::Tx&, const catalogue::Item&, const std::string& rights) = 0;
    virtual void finish() = 0;
    virtual std::string query(const std::string& question, const char* between) = 0;
    virtual std::vector<std::string> run(const std::string& query, MunicipalityId) = 0;

    static std::vector<std::string> words(const std::string& question) {
        std::vector<std::string> out;
        std::string word;
        for (const char c : question + " ") {
            if (static_cast<unsigned char>(c) >= 0x80 ||
                std::isalnum(static_cast<unsigned char>(c)))
                word += c;
            else if (!word.empty())
                out.push_back(std::exchange(word, {}));
        }
        return out;
    }

    std::unique_ptr<db::Database> database_;

private:
    const std::vector<MunicipalityId>& members_of(db::Session& session, agreement::AgreementId id,
                                                  Date today) {
        const auto it = members_.find(id.value);
        if (it != members_.end()) return it->second;
        auto& out = members_[id.value];
        if (id) out = agreement::members_in_force(session, id, today);
        return out;
    }
    std::map<std::int64_t, std::vector<MunicipalityId>> members_;
};

class Fts5 : public OtherSearch {
public:
    using OtherSearch::OtherSearch;

private:
    void make_tables() override {
        database_->write([](db::Tx& tx) {
            tx->script(
                "CREATE TABLE goods (id INTEGER PRIMARY KEY, item_number TEXT, supplier INTEGER, "
                "agreement INTEGER, unspsc TEXT, rights TEXT, preferred INTEGER);"
                "CREATE VIRTUAL TABLE words USING fts5(name, brand, description, numbers, "
                "content='', prefix='3 4', tokenize=\"unicode61 remove_diacritics 2\");");
            tx.commit();
        });
    }
    void add(db::Tx& tx, const catalogue::Item& item, const std::string& rights) override {
        tx->run("INSERT INTO goods VALUES ($1, $2, $3, $4, $5, $6, $7)", item.id, item.item_number,
                item.supplier, item.agreement, item.unspsc.substr(0, 4), rights,
                item.policy == catalogue::Policy::preferred ? 1 : 0);
        tx->run(
            "INSERT INTO words (rowid, name, brand, description, numbers) VALUES ($1, $2, $3, "
            "$4, $5)",
            item.id, item.name, item.brand, item.description + " " + item.supplier_name,
            item.item_number + " " + item.gtin);
    }
    void finish() override {}
    std::string query(const std::string& question, const char* between) override {
        std::string out;
        const auto all = words(question);
        for (const std::string& word : all) {
            out += (out.empty() ? "" : between) + ("\"" + word + "\"");
            if (&word == &all.back() && word.size() >= 3) out += "*";
        }
        return out;
    }
    std::vector<std::string> run(const std::string& query, MunicipalityId municipality) override {
        if (query.empty()) return {};
        const std::string mine = "%m" + std::to_string(municipality.value) + "m%";
        std::vector<std::string> out;
        database_->read([&](db::Session& session) {
            session.each(
                "SELECT g.supplier, g.agreement, g.unspsc, count(*) FROM words JOIN goods g ON "
                "g.id = words.rowid WHERE words MATCH $1 AND (g.agreement = 0 OR g.rights LIKE "
                "$2) GROUP BY 1, 2, 3",
                [](const db::Row&) {}, query, mine);
            out = session.list(
                "SELECT g.item_number FROM words JOIN goods g ON g.id = words.rowid WHERE words "
                "MATCH $1 AND (g.agreement = 0 OR g.rights LIKE $2) ORDER BY CASE WHEN "
                "g.agreement = 0 THEN 1 ELSE 0 END, bm25(words, 8, 4, 1, 8) - g.preferred LIMIT 20",
                [](const db::Row& row) { return row.get<std::string>(0); }, query, mine);
        });
        return out;
    }
};

class FullText : public OtherSearch {
public:
    using OtherSearch::OtherSearch;

private:
    void make_tables() override {
        database_->write([](db::Tx& tx) {
            tx->script(
                "DROP TABLE IF EXISTS bench_goods; CREATE TABLE bench_goods (id BIGINT PRIMARY "
                "KEY, item_number TEXT, supplier BIGINT, agreement BIGINT, unspsc TEXT, rights "
                "TEXT, preferred BIGINT, words tsvector);");
            tx.commit();
        });
    }
    void add(db::Tx& tx, const catalogue::Item& item, const std::string& rights) override {
        tx->run(
            "INSERT INTO bench_goods VALUES ($1, $2, $3, $4, $5, $6, $7, "
            "setweight(to_tsvector('norwegian', $8::text), 'A') || "
            "setweight(to_tsvector('norwegian', $9::text), 'B') || "
            "to_tsvector('norwegian', $10::text))",
            item.id, item.item_number, item.supplier, item.agreement, item.unspsc.substr(0, 4),
            rights, item.policy == catalogue::Policy::preferred ? 1 : 0, item.name,
            item.brand + " " + item.item_number + " " + item.gtin,
            item.description + " " + item.supplier_name);
    }
    void finish() override {
        database_->write([](db::Tx& tx) {
            tx->script(
                "CREATE INDEX bench_goods_words ON bench_goods USING gin (words);"
                "ANALYZE bench_goods;");
            tx.commit();
        });
    }
    std::string query(const std::string& question, const char* between) override {
        std::string out;
        const auto all = words(question);
        for (const std::string& word : all) {
            out += (out.empty() ? "" : *(between + 1) == 'A' ? " & " : " | ") + ("'" + word + "'");
            if (&word == &all.back() && word.size() >= 3) out += ":*";
        }
        return out;
    }
    std::vector<std::string> run(const std::string& query, MunicipalityId municipality) override {
        if (query.empty()) return {};
        const std::string mine = "%m" + std::to_string(municipality.value) + "m%";
        std::vector<std::string> out;
        database_->read([&](db::Session& session) {
            session.each(
                "SELECT supplier, agreement, unspsc, count(*) FROM bench_goods WHERE words @@ "
                "to_tsquery('norwegian', $1::text) AND (agreement = 0 OR rights LIKE $2::text) "
                "GROUP BY 1, 2, 3",
                [](const db::Row&) {}, query, mine);
            out = session.list(
                "SELECT item_number FROM bench_goods WHERE words @@ to_tsquery('norwegian', "
                "$1::text) AND (agreement = 0 OR rights LIKE $2::text) ORDER BY CASE WHEN "
                "agreement = 0 THEN 1 ELSE 0 END, ts_rank(words, to_tsquery('norwegian', "
                "$1::text)) + preferred * 0.1 DESC, id LIMIT 20",
                [](const db::Row& row) { return row.get<std::string>(0); }, query, mine);
        });
        return out;
    }
};

}  // namespace samkjop::bench
