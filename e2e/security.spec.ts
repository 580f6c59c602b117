// What a page of ours cannot do, tried from inside the page of the packaged app; and what no log may hold.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from './support/fixtures';
import { xclipCopy } from './support/programs';

test('the renderer has no Node, and window.clipstead is frozen and small', async ({ app }) => {
  const seen = await app.page.evaluate(() => {
    const page = globalThis as unknown as Record<string, unknown>;
    const bridge = page.clipstead as Record<string, unknown>;
    let replaced = false;
    try {
      bridge.request = null;
      replaced = bridge.request === null;
    } catch {
      replaced = false;
    }
    return {
      node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => page[name] !== undefined),
      bridge: Object.keys(bridge).sort(),
      frozen: Object.isFrozen(bridge) && !replaced,
      origin: location.origin,
    };
  });
  expect(seen).toEqual({ node: [], bridge: ['on', 'request'], frozen: true, origin: 'app://clipstead' });
});

test('bad requests get a typed refusal', async ({ app, expectedTroubles }) => {
  expectedTroubles.push('ipc.bad-payload');
  const replies = await app.page.evaluate(async () => {
    const { clipstead } = globalThis as unknown as {
      clipstead: { request(channel: string, payload: unknown): Promise<unknown> };
    };
    return [
      await clipstead.request('clip:copy', { id: '1; DROP TABLE clip_models' }),
      await clipstead.request('clip:copy', { id: 999 }),
      await clipstead.request('no:such', null).catch(() => 'rejected'),
    ];
  });
  expect(replies).toMatchObject([
    { ok: false, error: { code: 'bad-request' } },
    { ok: false, error: { code: 'no-such-clip' } },
    'rejected',
  ]);
});

test('navigation, windows, network, inline script and eval are denied', async ({ app, expectedTroubles }) => {
  expectedTroubles.push('lockdown.denied');
  let hits = 0;
  const trap = createServer((_request, response) => {
    hits++;
    response.end();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/`;

  const results = await app.page.evaluate(async (target) => {
    const tried: Record<string, unknown> = {};
    tried.fetch = await fetch(target).then(
      () => 'reached',
      () => 'denied',
    );
    tried.window = window.open(target) === null ? 'denied' : 'opened';
    tried.image = await new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve('loaded');
      image.onerror = () => resolve('denied');
      image.src = target;
    });
    try {
      // biome-ignore lint/security/noGlobalEval: that it is denied is the test
      tried.eval = globalThis.eval('1');
    } catch {
      tried.eval = 'denied';
    }
    const script = document.createElement('script');
    try {
      script.textContent = 'globalThis.injected = true';
      document.body.append(script);
    } catch {
      // Trusted types refuse the text already.
    }
    tried.inline = 'injected' in globalThis ? 'ran' : 'denied';
    tried.policies = ['clip-preview', 'other', 'default'].map((name) => {
      try {
        const { trustedTypes } = globalThis as unknown as {
          trustedTypes: { createPolicy(name: string, rules: object): unknown };
        };
        trustedTypes.createPolicy(name, { createHTML: (html: string) => html });
        return `${name} made`;
      } catch {
        return 'denied';
      }
    });
    tried.payload = await fetch('clipstead://payload/1/image/png').then(
      () => 'reached',
      () => 'denied',
    );
    tried.permission = await navigator.permissions.query({ name: 'geolocation' }).then((p) => p.state);
    location.href = target;
    return tried;
  }, url);
  expect(results).toEqual({
    fetch: 'denied',
    window: 'denied',
    image: 'denied',
    eval: 'denied',
    inline: 'denied',
    policies: ['denied', 'denied', 'denied'],
    payload: 'denied',
    permission: 'denied',
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await app.page.evaluate(() => location.origin)).toBe('app://clipstead');
  expect(hits).toBe(0);
  trap.close();
  // What the app goes without (frugal.ts): no process for the network. Programs that it starts get the environment that it had.
  const { services, gdk } = await app.electron.evaluate(({ app: main }) => ({
    services: main.getAppMetrics().map(({ type, serviceName }) => serviceName ?? type),
    gdk: process.env.GDK_GL,
  }));
  expect(services).toContain('Browser');
  expect(services.filter((name) => /network/i.test(name))).toEqual([]);
  expect(gdk).toBeUndefined();
});

test('the log names no content', async ({ app, desktop }) => {
  const marker = 'MARKER-4f1c-content';
  await xclipCopy(desktop.env, marker);
  await app.expectNewest(marker);
  const logs = join(app.dataDir, 'logs');
  for (const name of readdirSync(logs)) {
    expect(readFileSync(join(logs, name), 'utf8').includes(marker)).toBe(false);
  }
});
