// The text worker: highlights, indents and transforms texts away from the window, which may end it when it takes too long.
// Never keep a text here after its answer.
import { countText, type Transform, transform } from '../../src-shared/transforms';
import { highlightCode } from './highlight';
import { prettyXml } from './pretty-xml';
import type { TextAnswer, TextTask } from './text-work';

addEventListener('message', async ({ data }: MessageEvent<{ id: number; task: TextTask }>) => {
  const { id, task } = data;
  postMessage({ id, answer: await answerTo(task) });
});

async function answerTo(task: TextTask): Promise<TextAnswer<TextTask>> {
  switch (task.do) {
    case 'highlight':
      return highlightCode(task.text, task.language);
    case 'pretty': {
      const json = await transform('json-pretty', task.text);
      return json.ok ? json.text : prettyXml(task.text);
    }
    case 'count':
      return countText(task.text);
    case 'transform':
      return await transform(task.name satisfies Transform, task.text);
  }
}
