module.exports = {
  apps: [{
    name: 'café-façade',
    script: './сервер.js',
    env: {
      TITLE: '日本語タイトル',
      EMOJI: '🚀 launch',
      ESCAPED: '\u00e9\u{1F600}\x41',
      'clé-étrange': 'oui',
      ünïcode: 1
    }
  }]
}
