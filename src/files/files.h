#pragma once
// Attachments of documents: saved in the document's own transaction, read by those within reach.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/result.h"
#include "http/exchange.h"
#include "trail/trail.h"

namespace samkjop::files {

using FileId = Id<struct FileTag>;

struct File {
    FileId id;
    MunicipalityId municipality;
    UnitId unit;
    std::string subject_kind;
    std::int64_t subject_id = 0;
    std::string name;
    std::string media_type;
    std::int64_t size_bytes = 0;
    std::string sha256;
    UserId uploaded_by;
    Instant at;

    std::string path() const;  // "/filer/12"
    bool is_picture() const;
    std::string label(Language) const;  // «Tilbud veggholder.pdf (PDF, 84 kB)»
};

inline constexpr std::int64_t kDefaultMostBytes =
    20 << 20;  // party::Settings has the municipality's own

// Refuses (with the form's field name): an empty file, one that is too large, a kind we do not
// take.
Result<FileId> save(db::Tx& tx, const Actor& actor, Instant at, trail::Subject subject, UnitId unit,
                    const http::Upload& upload, std::int64_t most_bytes = kDefaultMostBytes);
// Every upload of that field; the first refusal ends it, and the caller does not commit.
Result<std::vector<FileId>> save_all(db::Tx& tx, const Actor& actor, Instant at,
                                     trail::Subject subject, UnitId unit,
                                     const http::Request& request, std::string_view field,
                                     std::int64_t most_bytes = kDefaultMostBytes);

std::vector<File> of(db::Session& session, trail::Subject subject);             // oldest first
std::optional<File> find(db::Session& session, const Actor& actor, FileId id);  // within reach
std::string content(db::Session& session, FileId id);
void remove(db::Tx& tx, const Actor& actor, Instant at, FileId id);

// What the first bytes say: "application/pdf", "image/jpeg" …; empty: a kind we do not take.
std::string_view kind_of(std::string_view bytes);
std::string_view short_kind(std::string_view media_type);  // "PDF"

extern const std::span<const http::Route> kRoutes;

}  // namespace samkjop::files
