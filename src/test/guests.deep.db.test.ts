// @module-tag once

// In full: see `isFull` in `rounds.ts`.
import "./guests.db.test";
