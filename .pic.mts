import { chromium } from 'playwright-core'; import fs from 'node:fs';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu'] });
const p = await b.newPage({ viewport: { width: 1500, height: 1000 } });
await p.setContent(`<img id=i style="max-width:1480px" src="data:image/jpeg;base64,${fs.readFileSync(process.argv[2]).toString('base64')}">`);
await p.locator('#i').screenshot({ path: process.argv[3] }); await b.close();
