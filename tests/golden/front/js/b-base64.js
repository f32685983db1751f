module.exports = [btoa('hi'), btoa('hié'), atob('aGk='), atob('aMOp'), atob('aGk')];
