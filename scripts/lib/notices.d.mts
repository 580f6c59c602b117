// Types of notices.mjs for the build's configuration.
// Never more than that uses.
import type { Plugin } from 'vite';

export function gatherPackages(): Plugin;
export function writeNotices(): void;
