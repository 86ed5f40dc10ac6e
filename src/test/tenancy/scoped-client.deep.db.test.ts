// @module-tag once

// In full: see `isFull` in `rounds.ts`.
import "./scoped-client.db.test";
