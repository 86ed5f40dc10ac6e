// @module-tag once

// In full: see `isFull` in `rounds.ts`.
import "./row-security.db.test";
