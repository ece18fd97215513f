// SQLite as this room speaks to it: connections and statements that close themselves, and errors as sentences. Private
// to this room.
#pragma once

#include "core/domain/error.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace triptych::store {

// One compiled statement; belongs to its database, which must outlive it. bind() counts from 1, columns from 0.
class Statement {
public:
    Statement(sqlite3* database, sqlite3_stmt* statement, std::string path);
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    Statement& bind(int place, std::int64_t value);
    Statement& bind(int place, double value);
    Statement& bind(int place, std::string_view text);
    Statement& bindOptional(int place, const std::optional<std::string>& text);
    Statement& bindNull(int place);

    // True: a row is there; false: there is none (any more).
    [[nodiscard]] Result<bool> step();
    // step() to its end, ready to be bound anew.
    [[nodiscard]] Result<void> run();
    void reset();

    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::optional<std::string> optionalText(int column) const;

private:
    sqlite3* database_;
    sqlite3_stmt* statement_;
    std::string path_;
    int trouble_ = 0;  // of a bind, reported by the step that follows
};

enum class Access {
    create,  // for writing; made where there is none
    read,
    unchanging  // for reading, from where nothing can be written, not even beside it: no other program may change it
};

// One connection, used by one thread at a time.
class Database {
public:
    // Errors: not_found, not_readable, malformed (no SQLite file), io_failed.
    [[nodiscard]] static Result<Database> open(const std::string& path, Access access);

    [[nodiscard]] Result<void> run(const std::string& sql);
    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    // The first column of the first row.
    [[nodiscard]] Result<std::int64_t> number(std::string_view sql);
    [[nodiscard]] std::int64_t lastRow() const;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    struct Closer {
        void operator()(sqlite3* database) const;
    };
    Database(sqlite3* database, std::string path) : database_(database), path_(std::move(path)) {}

    std::unique_ptr<sqlite3, Closer> database_;
    std::string path_;
};

// BEGIN ... COMMIT; rolled back where commit() was not reached. For writing, the right to write is taken at once; for
// reading, everything is seen as of one moment.
class Transaction {
public:
    [[nodiscard]] static Result<Transaction> begin(Database& database);
    [[nodiscard]] static Result<Transaction> beginReading(Database& database);
    Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    [[nodiscard]] Result<void> commit();

private:
    explicit Transaction(Database& database) : database_(&database) {}
    Database* database_;
};

}  // namespace triptych::store
