// @module-tag once

// In full: see `isFull` in `rounds.ts`.
import "./scopes.db.test";
