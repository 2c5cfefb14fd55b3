#pragma once
// SQL over SQLite and PostgreSQL with one text: $1 placeholders, typed reads that throw on NULL or
// a wrong type, one enum of constraint errors. Only a module's store.cc (and tests) include this.
//
// Reads run on a reader beside the writer. Every change goes through the one writer, which commits
// many jobs at once (group commit): write() returns when its job is durable.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/identifiers.h"
#include "base/money.h"

namespace samkjop::db {

class Error : public std::runtime_error {
public:
    enum class Kind : std::uint8_t {
        other,
        unique,
        foreign_key,
        check,
        not_null,
        busy,
        serialization
    };
    Error(Kind kind, const std::string& message) : std::runtime_error(message), kind(kind) {}
    Kind kind;
};

struct Blob {
    std::string_view bytes;
};

using Value = std::variant<std::monostate, bool, std::int64_t, std::string_view, Blob>;

inline Value to_value(std::nullptr_t) { return {}; }
inline Value to_value(bool value) { return value; }
template <std::integral T>
    requires(!std::same_as<T, bool>)
Value to_value(T value) {
    return static_cast<std::int64_t>(value);
}
inline Value to_value(std::string_view value) { return value; }
inline Value to_value(const std::string& value) { return std::string_view(value); }
inline Value to_value(const char* value) { return std::string_view(value); }
inline Value to_value(Blob value) { return value; }
inline Value to_value(Money value) { return value.ore(); }
template <class Tag>
Value to_value(Id<Tag> value) {
    return value.value;
}
template <class E>
    requires std::is_enum_v<E>
Value to_value(E value) {
    return static_cast<std::int64_t>(value);
}
template <class T>
Value to_value(const std::optional<T>& value) {
    return value ? to_value(*value) : Value{};
}

// Dates and instants bind as ISO text, quantities and prices as integers of 10^-6 (kDecimalScale).
// The text they need lives in Bound for the duration of the call.
inline constexpr int kDecimalScale = 6;

struct Bound {
    Value value;
    std::string text;
};
template <class T>
struct Binder {
    static void bind(Bound& out, const T& value) { out.value = to_value(value); }
};
template <>
struct Binder<Date> {
    static void bind(Bound& out, Date value) {
        out.text = value.iso();
        out.value = std::string_view(out.text);
    }
};
template <>
struct Binder<Instant> {
    static void bind(Bound& out, Instant value) {
        out.text = value.iso();
        out.value = std::string_view(out.text);
    }
};
template <>
struct Binder<Decimal> {
    static void bind(Bound& out, Decimal value) { out.value = value.scaled(kDecimalScale); }
};
template <class T>
struct Binder<std::optional<T>> {
    static void bind(Bound& out, const std::optional<T>& value) {
        if (value) Binder<T>::bind(out, *value);
    }
};

class Cursor {  // one engine's view of the current row
public:
    virtual ~Cursor() = default;
    virtual bool null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual bool boolean(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
    virtual std::string blob(int column) const = 0;
};

// Reads the columns of a row from left to right: row.get<std::string>(0). Also Money, Date,
// Instant, Decimal (10^-6), Id<…>, enums, bool, and std::optional of any of them.
class Row {
public:
    explicit Row(const Cursor& cursor) : cursor_(cursor) {}
    template <class T>
    T get(int column) const;
    bool null(int column) const { return cursor_.null(column); }
    std::string blob(int column) const { return cursor_.blob(column); }

private:
    void need(int column) const;
    const Cursor& cursor_;
};

struct RowFunction {
    void* object = nullptr;
    void (*call)(void*, const Row&) = nullptr;
};

class Session {
public:
    virtual ~Session() = default;
    virtual std::int64_t execute(std::string_view sql, std::span<const Value> values,
                                 RowFunction row) = 0;
    virtual void script(const std::string& sql) = 0;  // several statements, no placeholders

    template <class... A>
    std::int64_t run(std::string_view sql, const A&... arguments) {  // → rows changed
        return call(sql, RowFunction{}, arguments...);
    }
    template <class F, class... A>
    void each(std::string_view sql, F function, const A&... arguments) {
        call(sql, {&function, [](void* f, const Row& row) { (*static_cast<F*>(f))(row); }},
             arguments...);
    }
    template <class F, class... A>
    auto list(std::string_view sql, F map, const A&... arguments) {
        std::vector<std::invoke_result_t<F, const Row&>> out;
        each(sql, [&](const Row& row) { out.push_back(map(row)); }, arguments...);
        return out;
    }
    template <class F, class... A>
    auto one(std::string_view sql, F map, const A&... arguments) {  // none or one; more is an Error
        std::optional<std::invoke_result_t<F, const Row&>> out;
        each(
            sql,
            [&](const Row& row) {
                if (out) throw Error(Error::Kind::other, "more than one row: " + std::string(sql));
                out.emplace(map(row));
            },
            arguments...);
        return out;
    }
    template <class T, class... A>
    std::optional<T> value(std::string_view sql, const A&... arguments) {  // first column
        return one(sql, [](const Row& row) { return row.get<T>(0); }, arguments...);
    }
    // INSERT … RETURNING id
    template <class... A>
    std::int64_t insert(std::string_view sql, const A&... arguments) {
        return value<std::int64_t>(sql, arguments...).value();
    }

private:
    template <class... A>
    std::int64_t call(std::string_view sql, RowFunction row, const A&... arguments) {
        Bound bound[sizeof...(A) + 1];
        std::size_t i = 0;
        (bind_one(bound[i++], arguments), ...);
        Value values[sizeof...(A) + 1];
        for (std::size_t k = 0; k < sizeof...(A); ++k) values[k] = bound[k].value;
        return execute(sql, {values, sizeof...(A)}, row);
    }
    template <class A>
    static void bind_one(Bound& out, const A& argument) {
        if constexpr (std::is_array_v<A>)
            out.value = std::string_view(argument);
        else
            Binder<A>::bind(out, argument);
    }
};

// A write transaction. A handler that does not call commit() changes nothing.
class Tx {
public:
    explicit Tx(Session& session) : session_(session) {}
    Session& session() { return session_; }
    Session* operator->() { return &session_; }
    operator Session&() { return session_; }
    void commit() { committed_ = true; }
    bool committed() const { return committed_; }
    // Runs once the transaction is durable (waking the outbox, refreshing a cache).
    void after_commit(std::function<void()> function) { after_.push_back(std::move(function)); }
    std::vector<std::function<void()>>& after() { return after_; }

private:
    Session& session_;
    bool committed_ = false;
    std::vector<std::function<void()>> after_;
};

// "sqlite:/path/file.db" or a libpq URL "postgresql://…".
class Database {
public:
    virtual ~Database() = default;
    static std::unique_ptr<Database> open(const std::string& url);

    // Runs the job with a reader of this thread's own; a consistent snapshot.
    virtual void read(const std::function<void(Session&)>& job) = 0;
    // Runs the job on the writer; returns when it is durable or rolled back. Exceptions pass
    // through. Never call write() from inside a job.
    virtual void write(const std::function<void(Tx&)>& job) = 0;
    virtual bool is_postgresql() const = 0;
    // Copies the whole database to a file while it is in use (SQLite only; elsewhere throws).
    virtual void backup(const std::string& file) = 0;

    template <class F>
    auto reading(F function) {
        std::optional<std::invoke_result_t<F, Session&>> out;
        read([&](Session& session) { out.emplace(function(session)); });
        return std::move(*out);
    }
    template <class F>
    auto writing(F function) {
        std::optional<std::invoke_result_t<F, Tx&>> out;
        write([&](Tx& tx) { out.emplace(function(tx)); });
        return std::move(*out);
    }
};

// Applies what is missing of the numbered migrations that are compiled into the program, in one
// transaction each. Throws where an applied migration differs from the program's own.
void migrate(Database& database);

template <class T>
struct Reader;
template <>
struct Reader<std::int64_t> {
    static std::int64_t read(const Cursor& c, int i) { return c.integer(i); }
};
template <>
struct Reader<int> {
    static int read(const Cursor& c, int i);
};
template <>
struct Reader<bool> {
    static bool read(const Cursor& c, int i) { return c.boolean(i); }
};
template <>
struct Reader<std::string> {
    static std::string read(const Cursor& c, int i) { return std::string(c.text(i)); }
};
template <>
struct Reader<Money> {
    static Money read(const Cursor& c, int i) { return Money(c.integer(i)); }
};
template <>
struct Reader<Date> {
    static Date read(const Cursor& c, int i);
};
template <>
struct Reader<Instant> {
    static Instant read(const Cursor& c, int i);
};
template <>
struct Reader<Decimal> {
    static Decimal read(const Cursor& c, int i);
};
template <class Tag>
struct Reader<Id<Tag>> {
    static Id<Tag> read(const Cursor& c, int i) { return {c.integer(i)}; }
};
template <class E>
    requires std::is_enum_v<E>
struct Reader<E> {
    static E read(const Cursor& c, int i) { return static_cast<E>(c.integer(i)); }
};

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};

template <class T>
T Row::get(int column) const {
    if constexpr (is_optional<T>::value) {
        if (cursor_.null(column)) return std::nullopt;
        return Reader<typename T::value_type>::read(cursor_, column);
    } else {
        need(column);
        return Reader<T>::read(cursor_, column);
    }
}

}  // namespace samkjop::db
