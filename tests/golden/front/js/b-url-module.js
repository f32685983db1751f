const { URL: U, URLSearchParams: P } = require('url');
module.exports = [new U('http://a').href, new P('?a=b').get('a'), new U('http://a') instanceof U];
