#include "core/store/sqlite.h"

#include "core/text/said.h"

#include <sqlite3.h>

namespace triptych::store {
namespace {

constexpr int kPatience_ms = 5000;  // another program's commit takes milliseconds

Error errorOf(int code, const std::string& path, const char* message) {
    constexpr int kPrimary = 0xff;
    // What the write-ahead log shares between programs stands in a file, too.
    switch (code == SQLITE_IOERR_SHMSIZE ? SQLITE_FULL : code & kPrimary) {
        case SQLITE_FULL:
            return {ErrorCode::io_failed, "there is no space left for the project", path,
                    "free some space on its disk"};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return {ErrorCode::not_readable, "the system does not allow writing to the project", path,
                    "check the permissions of the file and of its folder"};
        case SQLITE_CANTOPEN:
            return {ErrorCode::not_readable, "the project cannot be opened", path,
                    "check that its folder exists and may be written to"};
        case SQLITE_NOTADB:
            return {ErrorCode::malformed, "this is no project of Triptych", path, "choose another file"};
        case SQLITE_CORRUPT:
            return {ErrorCode::malformed, "the project is damaged", path,
                    "restore it from a copy, or start another project"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorCode::io_failed, "another program holds the project", path, "wait until it is done"};
        case SQLITE_IOERR:
            return {ErrorCode::io_failed, "the project cannot be read or written", path,
                    "check the disk and its free space"};
        default:
            return {ErrorCode::internal, text::say("the project's database says: {1}", std::string(message)), path,
                    "please report this"};
    }
}

// "immutable" is an option of SQLite's URIs alone.
std::string unchangingUri(const std::string& path) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char character : path) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '?' || character == '#' || character == '%') {
            uri += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
        } else {
            uri += character;
        }
    }
    return uri + "?immutable=1";
}

std::unexpected<Error> failure(sqlite3* database, int code, const std::string& path) {
    return std::unexpected(errorOf(code, path, database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code)));
}

}  // namespace

Statement::Statement(sqlite3* database, sqlite3_stmt* statement, std::string path)
    : database_(database), statement_(statement), path_(std::move(path)) {}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      statement_(std::exchange(other.statement_, nullptr)),
      path_(std::move(other.path_)),
      trouble_(other.trouble_) {}

Statement::~Statement() {
    sqlite3_finalize(statement_);
}

Statement& Statement::bind(int place, std::int64_t value) {
    if (const int code = sqlite3_bind_int64(statement_, place, value); code != SQLITE_OK) trouble_ = code;
    return *this;
}

Statement& Statement::bind(int place, double value) {
    if (const int code = sqlite3_bind_double(statement_, place, value); code != SQLITE_OK) trouble_ = code;
    return *this;
}

Statement& Statement::bind(int place, std::string_view text) {
    const int code = sqlite3_bind_text(statement_, place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    if (code != SQLITE_OK) trouble_ = code;
    return *this;
}

Statement& Statement::bindOptional(int place, const std::optional<std::string>& text) {
    return text ? bind(place, std::string_view(*text)) : bindNull(place);
}

Statement& Statement::bindNull(int place) {
    if (const int code = sqlite3_bind_null(statement_, place); code != SQLITE_OK) trouble_ = code;
    return *this;
}

Result<bool> Statement::step() {
    if (trouble_ != 0) return failure(database_, std::exchange(trouble_, 0), path_);
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return failure(database_, sqlite3_extended_errcode(database_), path_);
}

Result<void> Statement::run() {
    auto more = step();
    while (more && *more) more = step();
    reset();
    if (!more) return std::unexpected(more.error());
    return {};
}

void Statement::reset() {
    sqlite3_reset(statement_);
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(statement_, column);
}

std::string Statement::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<std::string> Statement::optionalText(int column) const {
    if (isNull(column)) return std::nullopt;
    return text(column);
}

void Database::Closer::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

Result<Database> Database::open(const std::string& path, Access access) {
    if (path.find('\0') != std::string::npos) {
        return fail(ErrorCode::not_found, "there is no such file", path, "check its name and folder");
    }
    int flags = SQLITE_OPEN_NOMUTEX;
    if (access == Access::create) flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (access == Access::read) flags |= SQLITE_OPEN_READONLY;
    if (access == Access::unchanging) flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    sqlite3* opened = nullptr;
    const std::string name = access == Access::unchanging ? unchangingUri(path) : path;
    const int code = sqlite3_open_v2(name.c_str(), &opened, flags, nullptr);
    Database database(opened, path);  // closes it in either case, as SQLite asks for
    if (code != SQLITE_OK) return failure(opened, code, path);
    sqlite3_extended_result_codes(opened, 1);
    sqlite3_busy_timeout(opened, kPatience_ms);
    // A project may come from a stranger: nothing in its schema runs functions or writes elsewhere.
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return database;
}

Result<void> Database::run(const std::string& sql) {
    if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return failure(database_.get(), sqlite3_extended_errcode(database_.get()), path_);
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK) return failure(database_.get(), code, path_);
    return Statement(database_.get(), statement, path_);
}

Result<std::int64_t> Database::number(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement) return std::unexpected(statement.error());
    const auto row = statement->step();
    if (!row) return std::unexpected(row.error());
    return *row ? statement->integer(0) : 0;
}

std::int64_t Database::lastRow() const {
    return sqlite3_last_insert_rowid(database_.get());
}

Result<Transaction> Transaction::begin(Database& database) {
    if (auto begun = database.run("BEGIN IMMEDIATE"); !begun) return std::unexpected(begun.error());
    return Transaction(database);
}

Result<Transaction> Transaction::beginReading(Database& database) {
    if (auto begun = database.run("BEGIN"); !begun) return std::unexpected(begun.error());
    return Transaction(database);
}

Transaction::~Transaction() {
    // Where SQLite has rolled back by itself, this has nothing left to do.
    if (database_ != nullptr) (void)database_->run("ROLLBACK");
}

Result<void> Transaction::commit() {
    if (auto committed = database_->run("COMMIT"); !committed) return committed;
    database_ = nullptr;
    return {};
}

}  // namespace triptych::store
