// Typed reads of columns.

#include "db/db.h"

namespace samkjop::db {
namespace {

[[noreturn]] void wrong(int column, std::string_view what) {
    throw Error(Error::Kind::other,
                "column " + std::to_string(column) + " is not " + std::string(what));
}

}  // namespace

void Row::need(int column) const {
    if (cursor_.null(column)) wrong(column, "filled (NULL)");
}

int Reader<int>::read(const Cursor& cursor, int column) {
    const std::int64_t value = cursor.integer(column);
    if (value < INT32_MIN || value > INT32_MAX) wrong(column, "within 32 bits");
    return static_cast<int>(value);
}

Date Reader<Date>::read(const Cursor& cursor, int column) {
    const auto date = Date::parse(cursor.text(column));
    if (!date) wrong(column, "a date");
    return *date;
}

Instant Reader<Instant>::read(const Cursor& cursor, int column) {
    const auto instant = Instant::parse(cursor.text(column));
    if (!instant) wrong(column, "an instant");
    return *instant;
}

Decimal Reader<Decimal>::read(const Cursor& cursor, int column) {
    return Decimal(cursor.integer(column), kDecimalScale).normalised();
}

}  // namespace samkjop::db
