// All SQL of the attachments.

#include "base/crypto.h"
#include "base/words.h"
#include "db/db.h"
#include "files/files.h"
#include "files/jpeg.h"
#include "files/texts.h"

namespace samkjop::files {
namespace {

constexpr std::string_view kColumns =
    "id, municipality_id, unit_id, subject_kind, subject_id, name, media_type, size_bytes, sha256,"
    " uploaded_by, at";

File read(const db::Row& row) {
    File file;
    file.id = row.get<FileId>(0);
    file.municipality = row.get<MunicipalityId>(1);
    file.unit = row.get<UnitId>(2);
    file.subject_kind = row.get<std::string>(3);
    file.subject_id = row.get<std::int64_t>(4);
    file.name = row.get<std::string>(5);
    file.media_type = row.get<std::string>(6);
    file.size_bytes = row.get<std::int64_t>(7);
    file.sha256 = row.get<std::string>(8);
    file.uploaded_by = row.get<UserId>(9);
    file.at = row.get<Instant>(10);
    return file;
}

}  // namespace

std::string File::path() const { return "/filer/" + std::to_string(id.value); }
bool File::is_picture() const {
    return media_type.starts_with("image/") && media_type != "image/heic";
}

std::string File::label(Language) const {
    const std::int64_t kilobytes = (size_bytes + 1023) / 1024;
    const std::string size = kilobytes < 1024 ? fmt::format("{}\u00a0kB", kilobytes)
                                              : fmt::format("{},{}\u00a0MB", kilobytes / 1024,
                                                            kilobytes % 1024 * 10 / 1024);
    return fmt::format("{} ({}, {})", name, short_kind(media_type), size);
}

Result<FileId> save(db::Tx& tx, const Actor& actor, Instant at, trail::Subject subject, UnitId unit,
                    const http::Upload& upload, std::int64_t most_bytes) {
    auto size = static_cast<std::int64_t>(upload.bytes.size());
    if (size == 0) return refuse(text::empty, {{"name", upload.file_name}}, upload.field);
    if (size > most_bytes) {
        return refuse(text::too_large, {{"name", upload.file_name}, {"most", most_bytes >> 20}},
                      upload.field);
    }
    const std::string_view kind = kind_of(upload.bytes);
    if (kind.empty()) return refuse(text::unknown_kind, {{"name", upload.file_name}}, upload.field);
    const std::string bytes = kind == "image/jpeg" ? without_metadata(upload.bytes) : upload.bytes;
    size = static_cast<std::int64_t>(bytes.size());
    const std::string hash = sha256_hex(bytes);
    const FileId id{tx->insert(
        "INSERT INTO file (municipality_id, unit_id, subject_kind, subject_id, name, media_type, "
        "size_bytes,"
        " sha256, uploaded_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
        actor.municipality, unit, subject.kind, subject.id,
        upload.file_name.empty() ? std::string("fil")
                                 : std::string(cut_at_letter(upload.file_name, 200)),
        kind, size, hash, actor.user, at)};
    tx->run("INSERT INTO file_content (file_id, bytes) VALUES ($1, $2)", id, db::Blob{bytes});
    trail::append(
        tx, actor, at, subject, "file_attached",
        trail::Detail().add("name", upload.file_name).add("sha256", hash).add("file", id.value));
    return id;
}

Result<std::vector<FileId>> save_all(db::Tx& tx, const Actor& actor, Instant at,
                                     trail::Subject subject, UnitId unit,
                                     const http::Request& request, std::string_view field,
                                     std::int64_t most_bytes) {
    std::vector<FileId> out;
    for (const http::Upload& upload : request.uploads) {
        if (upload.field == field)
            out.push_back(TRY(save(tx, actor, at, subject, unit, upload, most_bytes)));
    }
    return out;
}

std::vector<File> of(db::Session& session, trail::Subject subject) {
    return session.list(
        fmt::format("SELECT {} FROM file WHERE subject_kind = $1 AND subject_id = $2"
                    " AND removed_at IS NULL ORDER BY id",
                    kColumns),
        read, subject.kind, subject.id);
}

std::optional<File> find(db::Session& session, const Actor& actor, FileId id) {
    auto file = session.one(
        fmt::format("SELECT {} FROM file WHERE id = $1 AND removed_at IS NULL", kColumns), read,
        id);
    if (!file || !actor.reaches(file->municipality, file->unit)) return std::nullopt;
    return file;
}

std::string content(db::Session& session, FileId id) {
    const auto bytes = session.one(
        "SELECT bytes FROM file_content WHERE file_id = $1",
        [](const db::Row& row) { return row.blob(0); }, id);
    return bytes.value();
}

void remove(db::Tx& tx, const Actor& actor, Instant at, FileId id) {
    const auto file = find(tx, actor, id);
    if (!file) return;
    tx->run("UPDATE file SET removed_at = $2 WHERE id = $1", id, at);
    trail::append(tx, actor, at, {file->subject_kind, file->subject_id}, "file_removed",
                  trail::Detail().add("name", file->name).add("file", id.value));
}

}  // namespace samkjop::files
